import { StatusError, type Status, type StatusCause } from "#core/api/status.ts";

/** A command's failure that is not an answer of the API server. Caught only by the runner. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly exitCode: number;
  /** Printed as it stands: no `error: ` is put in front. */
  readonly verbatim: boolean;
  /** What stands on stdout before the failure is told. */
  readonly printed: string;

  constructor(
    message: string,
    options: {
      readonly exitCode?: number;
      readonly verbatim?: boolean;
      readonly printed?: string;
    } = {},
  ) {
    super(message);
    this.exitCode = options.exitCode ?? 1;
    this.verbatim = options.verbatim ?? false;
    this.printed = options.printed ?? "";
  }
}

/** Several failures of one command, in order. Models utilerrors.Aggregate. */
export class AggregateFailure extends Error {
  override readonly name = "AggregateFailure";
  readonly failures: readonly Error[];

  constructor(failures: readonly Error[]) {
    super(failures.map((failure) => failure.message).join(", "));
    this.failures = failures;
  }
}

/** A plain failure: printed behind `error: `. */
export function failure(message: string): CommandFailure {
  return new CommandFailure(message);
}

/** A bad flag: points to `--help`. Models cmd.go flagErrorFunc. */
export function usageFailure(message: string, path: string): CommandFailure {
  return new CommandFailure(`${message}\nSee '${path} --help' for usage.`);
}

/** Wrong arguments: points to `-h`. Models cmdutil.UsageErrorf. */
export function argumentFailure(message: string, path: string): CommandFailure {
  return new CommandFailure(`${message}\nSee '${path} -h' for help and examples`);
}

/** Whether a caught value is a failure the runner prints; anything else is our own mistake and must go on. */
export function isFailureToPrint(error: unknown): error is Error {
  return (
    error instanceof CommandFailure ||
    error instanceof AggregateFailure ||
    error instanceof StatusError
  );
}

/** Throws what was gathered: nothing, the one, or all together. */
export function throwGathered(failures: readonly Error[]): void {
  const [only] = failures;
  if (only === undefined) return;
  throw failures.length === 1 ? only : new AggregateFailure(failures);
}

/** The lines a failure puts on stderr, ending in a newline. Models cmdutil.checkErr. */
export function failureText(error: Error): string {
  const text = messageOf(error);
  return text.endsWith("\n") || text === "" ? text : `${text}\n`;
}

/** The exit code a failure ends with. */
export function exitCodeOf(error: Error): number {
  return error instanceof CommandFailure ? error.exitCode : 1;
}

function messageOf(error: Error): string {
  if (error instanceof StatusError) return statusText(error.status);
  if (error instanceof AggregateFailure)
    return error.failures.map((each) => `${innerMessage(each)}\n`).join("");
  if (error instanceof CommandFailure && error.verbatim) return error.message;
  return error.message.startsWith("error: ") ? error.message : `error: ${error.message}`;
}

function innerMessage(error: Error): string {
  return error instanceof StatusError ? standardText(error.status) : error.message;
}

function statusText(status: Status): string {
  if (status.reason !== "Invalid") return standardText(status);
  const details = status.details;
  if (!details) return `The request is invalid: ${status.message ?? ""}`;
  const subject = details.kind
    ? `The ${details.kind} ${JSON.stringify(details.name ?? "")} is invalid`
    : "The request is invalid";
  const causes = distinctCauses(details.causes ?? []);
  if (causes.length > 1) return `${subject}: \n${causes.map((cause) => `* ${cause}\n`).join("")}`;
  if (causes.length === 1) return `${subject}: ${causes[0] ?? ""}\n`;
  return details.kind ? subject : `${subject}: ${status.message ?? ""}`;
}

function distinctCauses(causes: readonly StatusCause[]): string[] {
  return [
    ...new Set(
      causes.map((cause) =>
        cause.field ? `${cause.field}: ${cause.message ?? ""}` : (cause.message ?? ""),
      ),
    ),
  ];
}

function standardText(status: Status): string {
  const message = status.message ?? "";
  if (status.reason === "Unauthorized")
    return `error: You must be logged in to the server (${message})`;
  return status.reason
    ? `Error from server (${status.reason}): ${message}`
    : `Error from server: ${message}`;
}

/** Says in which file the server's refusal happened. Models cmdutil.AddSourceToErr. */
export function withSource(
  error: Error,
  { verb, source }: { readonly verb: string; readonly source: string },
): Error {
  if (source === "") return error;
  const message = `error when ${verb} ${JSON.stringify(source)}: ${error.message}`;
  if (error instanceof StatusError)
    return new StatusError({ ...error.status, message, code: error.code });
  return new CommandFailure(message);
}
