import { print } from "./api.ts";
import type { Invocation, Steps } from "./command.ts";
import type { ApiResource } from "./define.ts";
import { failure } from "./failure.ts";
import type { FlagSpec } from "./flags.ts";
import { printerFor, type ObjectPrinter } from "./printers/printer.ts";
import { resultName } from "./resources.ts";

/** Flags of every command that can print objects. */
export const OUTPUT_FLAGS: readonly FlagSpec[] = [
  {
    name: "output",
    short: "o",
    type: "text",
    choices: ["wide", "yaml", "json", "name", "jsonpath=", "custom-columns=", "go-template="],
  },
  { name: "template", type: "text" },
  { name: "show-managed-fields", type: "bool" },
  {
    name: "allow-missing-template-keys",
    type: "bool",
  },
];

/** What `--dry-run` without a value is read as. */
export const BARE_DRY_RUN = "unchanged";

/** `--dry-run` and `--field-manager`, as changing commands know them. */
export const CHANGE_FLAGS: readonly FlagSpec[] = [
  {
    name: "dry-run",
    type: "text",
    bare: BARE_DRY_RUN,
    choices: ["none", "client", "server"],
  },
  { name: "field-manager", type: "text" },
];

/** `--validate`, accepted by commands that send files. */
export const VALIDATE_FLAG: FlagSpec = {
  name: "validate",
  type: "text",
  bare: "strict",
  choices: ["strict", "warn", "ignore"],
};

/** The printer `-o` asks for; undefined when the command should print its own line or a table. */
export function printerOf(
  invocation: Pick<Invocation, "flags" | "session">,
  { withTables }: { readonly withTables: boolean },
): ObjectPrinter | undefined {
  const { flags, session } = invocation;
  return printerFor({
    output: flags.text("output"),
    template: flags.text("template"),
    showManagedFields: flags.on("show-managed-fields"),
    allowMissingKeys: flags.on("allow-missing-template-keys", true),
    noHeaders: flags.on("no-headers"),
    withTables,
    readFile: session.readFile,
  });
}

export type DryRun = "none" | "client" | "server";

/** The dry-run strategy. Throws kubectl's text for an unknown one. */
export function dryRunOf({ flags }: Pick<Invocation, "flags">): DryRun {
  const value = flags.text("dry-run", "none");
  if (value === BARE_DRY_RUN) return "client";
  if (value === "none" || value === "client" || value === "server") return value;
  throw failure(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

/** ` (dry run)` and the like, behind a result. */
export function dryRunSuffix(dryRun: DryRun): string {
  return dryRun === "client" ? " (dry run)" : dryRun === "server" ? " (server dry run)" : "";
}

/** What happened to one object. */
export interface Outcome {
  readonly resource: Pick<ApiResource, "group" | "kind">;
  readonly name: string;
  readonly object: unknown;
  /** `created`, `scaled`, … */
  readonly did: string;
}

/** Prints `deployment.apps/web created`, or the object in the format asked for. Models printers.NamePrinter with an operation. */
export function* report(
  invocation: Invocation,
  outcome: Outcome,
  dryRun: DryRun = "none",
): Steps<void> {
  const printer = printerOf(invocation, { withTables: false });
  if (printer) return yield* print(printer(outcome.object));
  yield* print(
    `${resultName(outcome.resource, outcome.name)} ${outcome.did}${dryRunSuffix(dryRun)}\n`,
  );
}
