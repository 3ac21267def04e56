import {
  fieldErrorBody,
  forbiddenField,
  invalid,
  invalidObject,
  type FieldError,
} from "#core/api/field-error.ts";
import type { RequestOptions } from "#core/api/request.ts";
import { badRequest, StatusError } from "#core/api/status.ts";

const MATCH = "resourceVersionMatch";
const NEWER = "NotOlderThan";

/** Refuses options of a list that make no sense together. Models metainternalversion validation.ValidateListOptions. */
export function checkListOptions(options: RequestOptions): void {
  const { resourceVersion = "", resourceVersionMatch: match = "" } = options;
  const token = options.continue ?? "";
  const errors: FieldError[] = [];
  if (match !== "") {
    if (resourceVersion === "")
      errors.push(forbidden(`${MATCH} is forbidden unless resourceVersion is provided`));
    if (token !== "") errors.push(forbidden(`${MATCH} is forbidden when continue is provided`));
    if (match !== "Exact" && match !== NEWER) errors.push(unsupported(match, ["Exact", NEWER, ""]));
    if (match === "Exact" && resourceVersion === "0")
      errors.push(forbidden(`${MATCH} "exact" is forbidden for resourceVersion "0"`));
  }
  if (options.sendInitialEvents !== undefined)
    errors.push(forbiddenField("sendInitialEvents", "sendInitialEvents is forbidden for list"));
  refuse(errors);
  checkVersion(resourceVersion);
  if (token !== "" && resourceVersion !== "" && resourceVersion !== "0")
    throw badRequest("specifying resource version is not allowed when using continue");
}

/** Refuses options of a watch that make no sense together. Models metainternalversion validation.validateWatchOptions. */
export function checkWatchOptions(options: RequestOptions): void {
  const { resourceVersion = "", resourceVersionMatch: match = "", sendInitialEvents } = options;
  const errors: FieldError[] = [];
  if (sendInitialEvents !== undefined && match !== NEWER)
    errors.push(forbidden(`sendInitialEvents requires setting ${MATCH} to ${NEWER}`));
  if (match !== "") {
    if (sendInitialEvents === undefined)
      errors.push(
        forbidden(`${MATCH} is forbidden for watch unless sendInitialEvents is provided`),
      );
    if (match !== NEWER) errors.push(unsupported(match, [NEWER]));
    if ((options.continue ?? "") !== "")
      errors.push(forbidden(`${MATCH} is forbidden when continue is provided`));
  }
  refuse(errors);
  checkVersion(resourceVersion);
}

/** Refuses a version that makes no sense, or that the store has not reached. Models cacher Get. */
export function checkGetOptions({ resourceVersion = "" }: RequestOptions, current: number): void {
  if (resourceVersion === "") return;
  const problem = versionProblem(resourceVersion);
  // An error of the storage that nobody makes a Status of.
  if (problem !== undefined) throw new StatusError({ message: problem, code: 500 });
  if (Number(resourceVersion) > current) throw tooLargeVersion(Number(resourceVersion), current);
}

function forbidden(detail: string): FieldError {
  return forbiddenField(MATCH, detail);
}

function unsupported(value: string, supported: readonly string[]): FieldError {
  const detail = `supported values: ${supported.map((each) => JSON.stringify(each)).join(", ")}`;
  return { type: "FieldValueNotSupported", field: MATCH, value, detail };
}

function refuse(errors: readonly FieldError[]): void {
  if (errors.length > 0)
    throw invalidObject({ group: "meta.k8s.io", kind: "ListOptions" }, "", errors);
}

function checkVersion(resourceVersion: string): void {
  const problem = versionProblem(resourceVersion);
  if (problem !== undefined) throw badRequest(`invalid resource version: ${problem}`);
}

function versionProblem(resourceVersion: string): string | undefined {
  if (/^\d*$/.test(resourceVersion)) return undefined;
  const problem = `strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`;
  const error = invalid("resourceVersion", resourceVersion, problem);
  return `${error.field}: ${fieldErrorBody(error)}`;
}

/** 504: the version asked for is one the store has not reached. Models storage.NewTooLargeResourceVersionError. */
export function tooLargeVersion(asked: number, current: number): StatusError {
  return new StatusError({
    message: `Timeout: Too large resource version: ${asked}, current: ${current}`,
    reason: "Timeout",
    details: {
      causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
      retryAfterSeconds: 1,
    },
    code: 504,
  });
}
