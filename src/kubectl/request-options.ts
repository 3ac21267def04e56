import type { RequestOptions } from "#core/api/request.ts";
import type { Invocation } from "./command.ts";
import { failure } from "./failure.ts";
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

const FIELD_VALIDATIONS: Readonly<Record<string, NonNullable<RequestOptions["fieldValidation"]>>> =
  {
    strict: "Strict",
    true: "Strict",
    warn: "Warn",
    ignore: "Ignore",
    false: "Ignore",
  };

function fieldValidationOf(text: string): NonNullable<RequestOptions["fieldValidation"]> {
  const found = FIELD_VALIDATIONS[text.toLowerCase()];
  if (!found)
    throw failure(
      `invalid - validate option ${JSON.stringify(text)}; must be one of: strict (or true), warn, ignore (or false)`,
    );
  return found;
}
