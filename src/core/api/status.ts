/** One cause inside a Status, as metav1.StatusCause. */
export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** metav1.Status of a failure (or of a successful delete). */
export interface Status {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly status: "Failure" | "Success";
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

/** metav1.StatusDetails. */
export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** Which resource an error speaks of: `pods`, or `deployments.apps`. */
export interface ResourceName {
  readonly group: string;
  readonly resource: string;
}

/** An expected refusal of the API server, with upstream's exact text, reason and code. */
export class StatusError extends Error {
  override readonly name = "StatusError";
  readonly status: Status;

  constructor(
    status: Omit<Status, "kind" | "apiVersion" | "metadata" | "status"> & {
      code: number;
      metadata?: Status["metadata"];
    },
  ) {
    super(status.message ?? "");
    this.status = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", ...status };
  }

  get code(): number {
    return this.status.code ?? 500;
  }

  get reason(): string {
    return this.status.reason ?? "";
  }
}

/** Whether a caught value is a StatusError of this reason. */
export function isStatusReason(error: unknown, reason: string): error is StatusError {
  return error instanceof StatusError && error.reason === reason;
}

/** `pods`, or `deployments.apps`: how messages name a resource. */
export function qualifiedResource({ group, resource }: ResourceName): string {
  return group === "" ? resource : `${resource}.${group}`;
}

function detailsOf(target: ResourceName, name: string): StatusDetails {
  return {
    ...(name !== "" && { name }),
    ...(target.group !== "" && { group: target.group }),
    kind: target.resource,
  };
}

/** 404. Models apimachinery errors.NewNotFound. */
export function notFound(target: ResourceName, name: string): StatusError {
  const message = `${qualifiedResource(target)} "${name}" not found`;
  return new StatusError({
    message,
    reason: "NotFound",
    details: detailsOf(target, name),
    code: 404,
  });
}

/** 409. Models apimachinery errors.NewAlreadyExists. */
export function alreadyExists(target: ResourceName, name: string): StatusError {
  const message = `${qualifiedResource(target)} "${name}" already exists`;
  return new StatusError({
    message,
    reason: "AlreadyExists",
    details: detailsOf(target, name),
    code: 409,
  });
}

/** 409. Models apimachinery errors.NewConflict; `cause` follows the colon. */
export function conflict(
  target: ResourceName,
  name: string,
  cause = "the object has been modified; please apply your changes to the latest version and try again",
): StatusError {
  const message = `Operation cannot be fulfilled on ${qualifiedResource(target)} "${name}": ${cause}`;
  return new StatusError({
    message,
    reason: "Conflict",
    details: detailsOf(target, name),
    code: 409,
  });
}

/** 403. Models apimachinery errors.NewForbidden. */
export function forbidden(target: ResourceName, name: string, cause: string): StatusError {
  const subject =
    name === "" ? qualifiedResource(target) : `${qualifiedResource(target)} "${name}"`;
  const message = `${subject} is forbidden: ${cause}`;
  return new StatusError({
    message,
    reason: "Forbidden",
    details: detailsOf(target, name),
    code: 403,
  });
}

/** 400. Models apimachinery errors.NewBadRequest. */
export function badRequest(message: string): StatusError {
  return new StatusError({ message, reason: "BadRequest", code: 400 });
}

/** 405: the path is there, the method is not. Models what the API server makes of go-restful's refusal. */
export function methodNotAllowed(): StatusError {
  return new StatusError({
    message: "the server does not allow this method on the requested resource",
    reason: "MethodNotAllowed",
    details: {},
    code: 405,
  });
}

/** 405. Models apimachinery errors.NewMethodNotSupported. */
export function methodNotSupported(target: ResourceName, action: string): StatusError {
  const message = `${action} is not supported on resources of kind "${qualifiedResource(target)}"`;
  return new StatusError({
    message,
    reason: "MethodNotAllowed",
    details: detailsOf(target, ""),
    code: 405,
  });
}

/** 503: the server or its store cannot be reached. */
export function serviceUnavailable(message: string): StatusError {
  return new StatusError({ message, reason: "ServiceUnavailable", code: 503 });
}

/** 500. Models apimachinery errors.NewInternalError. */
export function internalError(message: string): StatusError {
  return new StatusError({
    message: `Internal error occurred: ${message}`,
    reason: "InternalError",
    details: { causes: [{ message }] },
    code: 500,
  });
}

/** 410. Models apimachinery errors.NewResourceExpired. */
export function expired(message: string): StatusError {
  return new StatusError({ message, reason: "Expired", code: 410 });
}
