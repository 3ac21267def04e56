import type { KubeObject } from "#core/api/meta.ts";
import type { ApiRequest, ApiResponse, RequestOptions, WatchEvent } from "#core/api/request.ts";
import { StatusError, type Status } from "#core/api/status.ts";
import { assert } from "#core/base/assert.ts";
import type { Steps } from "./command.ts";
import type { ApiResource } from "./define.ts";
import { isMap } from "./json.ts";

/** Writes to stdout as it stands. */
export function* print(text: string): Steps<void> {
  if (text !== "") yield { type: "print", stream: "stdout", text };
}

/** Writes to stderr as it stands. */
export function* printError(text: string): Steps<void> {
  if (text !== "") yield { type: "print", stream: "stderr", text };
}

/** What distinguishes one request from another; the rest comes from the resource. */
export interface Ask {
  readonly verb: ApiRequest["verb"];
  readonly resource: Pick<ApiResource, "group" | "version" | "plural" | "namespaced">;
  readonly namespace: string;
  readonly name?: string;
  readonly subresource?: string;
  readonly body?: unknown;
  readonly patchType?: ApiRequest["patchType"];
  readonly options?: RequestOptions;
  readonly table?: ApiRequest["table"];
  readonly showsManagedFields?: boolean;
}

function requestOf(ask: Ask): Omit<ApiRequest, "user" | "agent"> {
  const { resource } = ask;
  return {
    verb: ask.verb,
    group: resource.group,
    version: resource.version,
    resource: resource.plural,
    subresource: ask.subresource ?? "",
    namespace: resource.namespaced ? ask.namespace : "",
    name: ask.name ?? "",
    options: ask.options ?? {},
    ...(ask.body !== undefined && { body: ask.body }),
    ...(ask.patchType !== undefined && { patchType: ask.patchType }),
    ...(ask.table !== undefined && { table: ask.table }),
    ...(ask.showsManagedFields === true && { showsManagedFields: true }),
  };
}

/** Sends a request; prints its warnings; throws a StatusError when it is refused. */
export function* call(ask: Ask): Steps<unknown> {
  const response = responseOf(yield { type: "call", request: requestOf(ask) });
  for (const warning of response.warnings) yield* printError(`Warning: ${warning}\n`);
  if (response.code >= 400) throw statusErrorOf(response);
  return response.body;
}

/** Like call, for answers that are one object. */
export function* callObject(ask: Ask): Steps<KubeObject> {
  const body = yield* call(ask.verb === "create" ? { ...ask, body: unversioned(ask.body) } : ask);
  assert(isMap(body), "the server answered with something that is no object");
  return body as unknown as KubeObject;
}

/** What is to be created was never stored, whatever its file says. Models cli-runtime resource Helper.Create. */
function unversioned(body: unknown): unknown {
  if (!isMap(body) || !isMap(body["metadata"]) || !body["metadata"]["resourceVersion"]) return body;
  const { resourceVersion: _stored, ...metadata } = body["metadata"];
  return { ...body, metadata };
}

/** GET of one object. */
export function* getObject(
  resource: ApiResource,
  namespace: string,
  name: string,
): Steps<KubeObject> {
  return yield* callObject({ verb: "get", resource, namespace, name });
}

const NAMESPACES = { group: "", version: "v1", plural: "namespaces", namespaced: false };

/** Steps that GET what stands in a namespace: where that is missing itself, it is what the refusal names. Models cli-runtime Info.Get. */
export function* blamingNamespace<T>(namespace: string, steps: Steps<T>): Steps<T> {
  try {
    return yield* steps;
  } catch (error) {
    const isMissing = error instanceof StatusError && error.reason === "NotFound";
    if (isMissing && namespace !== "" && namespace !== "default")
      yield* call({ verb: "get", resource: NAMESPACES, namespace: "", name: namespace });
    throw error;
  }
}

/** GET of one object, undefined when it does not exist. */
export function* findObject(
  resource: ApiResource,
  namespace: string,
  name: string,
): Steps<KubeObject | undefined> {
  try {
    return yield* getObject(resource, namespace, name);
  } catch (error) {
    if (error instanceof StatusError && error.reason === "NotFound") return undefined;
    throw error;
  }
}

/** The items of a list, each with apiVersion and kind. */
export function* listObjects(
  resource: ApiResource,
  namespace: string,
  options: RequestOptions = {},
): Steps<readonly KubeObject[]> {
  const body = yield* call({ verb: "list", resource, namespace, options });
  return itemsOf(body, resource);
}

/** Items of a list answer; a real server leaves apiVersion and kind to the list. */
export function itemsOf(
  body: unknown,
  resource: Pick<ApiResource, "group" | "version" | "kind">,
): readonly KubeObject[] {
  const items = isMap(body) && Array.isArray(body["items"]) ? (body["items"] as KubeObject[]) : [];
  const apiVersion =
    resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
  return items.map((item) => (item.kind ? item : { ...item, apiVersion, kind: resource.kind }));
}

/** The revision a list or object was read at, "" when unknown. */
export function revisionOf(body: unknown): string {
  const metadata = isMap(body) ? body["metadata"] : undefined;
  const revision = isMap(metadata) ? metadata["resourceVersion"] : undefined;
  return typeof revision === "string" ? revision : "";
}

/** Opens a watch and returns its number. */
export function* openWatch(ask: Omit<Ask, "verb">): Steps<number> {
  const answer = yield { type: "open-watch", request: requestOf({ ...ask, verb: "watch" }) };
  if (typeof answer === "number") return answer;
  throw statusErrorOf(responseOf(answer));
}

/** The next events of a watch; none when the time passed first. */
export function* nextEvents(watch: number, timeoutMs?: number): Steps<readonly WatchEvent[]> {
  const answer = yield {
    type: "next-events",
    watch,
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
  return Array.isArray(answer) ? (answer as readonly WatchEvent[]) : [];
}

/** Ends a watch. */
export function* closeWatch(watch: number): Steps<void> {
  yield { type: "close-watch", watch };
}

/** Waits in virtual time. */
export function* sleep(ms: number): Steps<void> {
  yield { type: "sleep", ms };
}

function responseOf(answer: unknown): ApiResponse {
  assert(isMap(answer) && "code" in answer, "the host answered a request with no response");
  return answer as unknown as ApiResponse;
}

function statusErrorOf(response: ApiResponse): StatusError {
  const status = isMap(response.body) ? (response.body as Partial<Status>) : {};
  return new StatusError({
    message: status.message ?? "an error on the server has prevented the request from succeeding",
    // A Status may come without a reason; an answer that is no Status at all is the server's own fault.
    ...(status.reason !== undefined && { reason: status.reason }),
    ...(!isMap(response.body) && { reason: "InternalError" }),
    ...(status.details !== undefined && { details: status.details }),
    code: response.code,
  });
}
