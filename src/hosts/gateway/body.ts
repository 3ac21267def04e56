import type { IncomingMessage } from "node:http";
import { parse } from "yaml";
import { badRequest, StatusError } from "#core/api/status.ts";
import { unsupportedBody } from "./media.ts";
import { decodeProtobuf, ProtobufProblem } from "./protobuf.ts";

/** As a real server's. */
export const MAX_BODY_BYTES = 3 * 1024 * 1024;
/** So much more of a body that is too long is read and thrown away before it is answered. A connection that is closed with something unread is reset, and its client may never see why; beyond this the reset is the lesser evil. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;
const PROTOBUF = "application/vnd.kubernetes.protobuf";

/** Reads a body to its end; 413 when it is too long. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  const limit = MAX_BODY_BYTES + MAX_DISCARDED_BYTES;
  if (Number(request.headers["content-length"] ?? 0) > limit) throw tooLarge();
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > limit) throw tooLarge();
    if (length > MAX_BODY_BYTES) parts.length = 0;
    else parts.push(part);
  }
  if (length > MAX_BODY_BYTES) throw tooLarge();
  return Buffer.concat(parts);
}

function tooLarge(): StatusError {
  return new StatusError({
    message: `Request entity too large: limit is ${MAX_BODY_BYTES}`,
    reason: "RequestEntityTooLarge",
    details: {},
    code: 413,
  });
}

/** Content type without parameters, in lower case. */
export function contentTypeOf(request: IncomingMessage): string {
  return (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** What the API server is to read: JSON text as it stands, everything else as a value; undefined for no body. */
export function decodedBody(bytes: Buffer, contentType: string): unknown {
  if (bytes.length === 0) return undefined;
  switch (contentType) {
    case "":
    case "application/json":
    case "application/json-patch+json":
    case "application/merge-patch+json":
    case "application/strategic-merge-patch+json":
      return bytes.toString("utf8");
    case "application/yaml":
      return yamlValue(bytes.toString("utf8"));
    case "application/apply-patch+yaml": {
      const text = bytes.toString("utf8");
      return text.trimStart().startsWith("{") ? text : yamlValue(text);
    }
    case PROTOBUF:
      return protobufValue(bytes);
    default:
      throw unsupportedBody();
  }
}

function protobufValue(bytes: Buffer): unknown {
  try {
    return decodeProtobuf(bytes);
  } catch (error) {
    if (error instanceof ProtobufProblem) throw badRequest(error.message);
    throw error;
  }
}

function yamlValue(text: string): unknown {
  try {
    return parse(text, { schema: "core", maxAliasCount: 100 }) as unknown;
  } catch (error) {
    if (error instanceof Error) throw badRequest(`error decoding YAML: ${error.message}`);
    throw error;
  }
}

/** DeleteOptions of a DELETE. Throws 400 for what is none. */
export function deleteOptions(body: unknown): unknown {
  const value = typeof body === "string" ? jsonValue(body) : body;
  if (value === undefined || value === null) return undefined;
  const { kind } = value as { readonly kind?: unknown };
  if (typeof value !== "object" || Array.isArray(value))
    throw badRequest("json: cannot unmarshal into Go value of type v1.DeleteOptions");
  if (kind !== undefined && kind !== "DeleteOptions")
    throw badRequest(
      `decoded object cannot be converted to DeleteOptions: ${JSON.stringify(kind)}`,
    );
  return value;
}

function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest("the object provided is unrecognized (must be of type DeleteOptions)");
  }
}
