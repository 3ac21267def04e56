import type { RequestOptions } from "#core/api/request.ts";
import type { Invocation } from "./command.ts";
import type { DryRun } from "./output.ts";

/** Query parameters of a changing request: who manages the fields, how strictly they are checked, and whether it is only tried. */
export function requestOptions(
  { flags }: Pick<Invocation, "flags">,
  { fieldManager, dryRun = "none" }: { readonly fieldManager: string; readonly dryRun?: DryRun },
): RequestOptions {
  return {
    fieldManager: flags.text("field-manager", fieldManager),
    fieldValidation: fieldValidationOf(flags.text("validate", "strict")),
    ...(dryRun === "server" && { dryRun: true }),
  };
}

function fieldValidationOf(text: string): NonNullable<RequestOptions["fieldValidation"]> {
  if (text === "warn") return "Warn";
  return text === "ignore" || text === "false" ? "Ignore" : "Strict";
}
