import type { Verb } from "#core/api/request.ts";
import { StatusError } from "#core/api/status.ts";

/** In what form an answer goes out. */
export interface Form {
  readonly encoding: "json" | "yaml";
  /** What is made of objects on the way. */
  readonly as: "object" | "partial" | "table";
}

const OBJECT_TYPES = [
  "application/json",
  "application/yaml",
  "application/vnd.kubernetes.protobuf",
];
const META_GROUP = "meta.k8s.io";
const META_VERSIONS = ["v1", "v1beta1"];
const PARTIAL = ["PartialObjectMetadata", "PartialObjectMetadataList"];

/**
 * The first form among those a client takes that we can answer in; protobuf is passed over, since every client that takes it takes JSON too.
 * Throws 406. Models endpoints/handlers/negotiation NegotiateOutputMediaType.
 */
export function negotiate(accept: string, verb: Verb = "get"): Form {
  if (accept.trim() === "") return { encoding: "json", as: "object" };
  if (!isServed(accept)) throw noRepresentation(verb);
  for (const range of accept.split(",")) {
    const [type = "", ...rest] = range.split(";").map((part) => part.trim());
    const encoding = encodingOf(type.toLowerCase());
    if (!encoding) continue;
    const parameters = new Map(rest.map((part) => part.split("=", 2) as [string, string]));
    const as = formOf(parameters);
    if (as) return { encoding, as };
  }
  throw notAcceptable();
}

/** Whether a route answers in one of the types at all. Models go-restful Route.matchesAccept, which knows no half wildcards. */
function isServed(accept: string): boolean {
  return accept.split(",").some((range) => {
    const [type = ""] = range.split(";");
    return type.trim() === "*/*" || OBJECT_TYPES.includes(type.trim());
  });
}

const STREAM_TYPES = [
  "application/json;stream=watch",
  "application/vnd.kubernetes.protobuf;stream=watch",
];

/** 406. Models go-restful's detectRoute. */
function noRepresentation(verb: Verb): StatusError {
  const isStreamed = verb === "list" || verb === "watch";
  const types = isStreamed ? [...OBJECT_TYPES, ...STREAM_TYPES] : OBJECT_TYPES;
  return new StatusError({
    message: `406: Not Acceptable\n\nAvailable representations: ${types.join(", ")}`,
    reason: "NotAcceptable",
    details: {},
    code: 406,
  });
}

function encodingOf(type: string): Form["encoding"] | undefined {
  switch (type) {
    case "application/json":
    case "application/*":
    case "*/*":
      return "json";
    case "application/yaml":
      return "yaml";
    default:
      return undefined;
  }
}

function formOf(parameters: ReadonlyMap<string, string>): Form["as"] | undefined {
  const as = parameters.get("as");
  if (as === undefined) return "object";
  if (parameters.get("g") !== META_GROUP || !META_VERSIONS.includes(parameters.get("v") ?? ""))
    return undefined;
  if (as === "Table") return "table";
  return PARTIAL.includes(as) ? "partial" : undefined;
}

/** 406. Models negotiation NewNotAcceptableError. */
function notAcceptable(): StatusError {
  return new StatusError({
    message: `only the following media types are accepted: ${OBJECT_TYPES.join(", ")}`,
    reason: "NotAcceptable",
    details: {},
    code: 406,
  });
}

/** 415. Models negotiation NewUnsupportedMediaTypeError. */
export function unsupportedBody(): StatusError {
  return new StatusError({
    message: `the body of the request was in an unknown format - accepted media types include: ${OBJECT_TYPES.join(", ")}`,
    reason: "UnsupportedMediaType",
    details: {},
    code: 415,
  });
}

/** An answer as PartialObjectMetadata, or a list of it; a Status stays what it is. */
export function partialOf(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  const { kind, metadata, items } = body as {
    readonly kind?: string;
    readonly metadata?: unknown;
    readonly items?: readonly unknown[];
  };
  if (kind === "Status") return body;
  if (items) {
    const list = { kind: "PartialObjectMetadataList", apiVersion: `${META_GROUP}/v1`, metadata };
    return { ...list, items: items.map(partialOf) };
  }
  return { kind: "PartialObjectMetadata", apiVersion: `${META_GROUP}/v1`, metadata };
}
