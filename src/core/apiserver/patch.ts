import { apiVersionOf, type Draft } from "#core/api/define.ts";
import { fieldErrorBody, invalid } from "#core/api/field-error.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { applyJsonPatch, unknownOperationFields } from "#core/api/patch/json-patch.ts";
import { applyMergePatch } from "#core/api/patch/merge-patch.ts";
import { patchSchemaNamed } from "#core/api/patch/patch-schema.ts";
import { goText } from "#core/api/go-value.ts";
import { useUpStrategicPatch } from "#core/api/patch/strategic-merge.ts";
import type { ApiRequest } from "#core/api/request.ts";
import { convertObject } from "#core/api/schema/convert.ts";
import { DecodeFailure, jsonTypeOf } from "#core/api/schema/decode-scalar.ts";
import { duplicateFields } from "#core/api/schema/duplicate-fields.ts";
import { badRequest, notFound, StatusError } from "#core/api/status.ts";
import { cloneJson } from "#core/base/clone.ts";
import { applyObject, checkPatchOptions } from "./apply.ts";
import { decodeBody, inServedVersion } from "./body.ts";
import { keyOfCall, resourceOf, type Call, type ServerContext } from "./context.ts";
import { goJson, JsonProblem, parseJson } from "./json-text.ts";
import { shownObject } from "./ownership.ts";
import { updateDraft, type Updated } from "./update.ts";

/** Patches an object, or its status, and returns it as stored. Models apiserver handlers PatchResource. */
export function patchObject(context: ServerContext, call: Call): Updated {
  const { kind, request } = call;
  const { patchType = "" } = request;
  if (patchType === "apply") {
    checkPatchOptions(call);
    return applyObject(context, call);
  }
  if (!PATCH_TYPES.has(patchType)) throw unsupportedPatch();
  checkPatchOptions(call);
  const old = context.store.get(kind.storedAs, keyOfCall(call));
  if (!old) throw notFound(resourceOf(call), request.name);
  // A patch speaks of the version it was sent to.
  const shown = inServedVersion(kind, shownObject(context, call, old)) as KubeObject;
  const patched = applyPatch(call, shown);
  const draft = decodePatched(call, patched);
  if (draft.metadata.name !== request.name) {
    throw badRequest(
      `the name of the object (${draft.metadata.name ?? ""}) does not match the name on the URL (${request.name})`,
    );
  }
  const sent = request.isInternal === true ? undefined : { body: patched.body };
  const ownership = { type: "write", before: old, sent } as const;
  return { isCreated: false, object: updateDraft(context, call, { draft, old, ownership }) };
}

const PATCH_TYPES: ReadonlySet<string> = new Set(["json", "merge", "strategic"]);

/** What a patch made of an object, not yet checked. */
export interface Patched {
  readonly body: unknown;
  /** What strict reading says of the patch itself. */
  readonly problems: readonly string[];
  /** How a refusal shows what was to be done. */
  readonly shown: () => string;
}

/** The object after the request's patch. */
export function applyPatch({ kind, request }: Call, old: KubeObject): Patched {
  const { patchType = "" } = request;
  if (!PATCH_TYPES.has(patchType)) throw unsupportedPatch();
  const patch = readPatch(request);
  const problems = strictProblems(request, patch);
  if (patchType === "json") {
    const body = applyJsonPatch(old, patch);
    return { body, problems, shown: () => goJson(body) };
  }
  if (typeof patch !== "object" || Array.isArray(patch)) {
    const problem = `json: cannot unmarshal ${jsonTypeOf(patch)} into Go value of type map[string]interface {}`;
    throw badRequest(patchType === "merge" ? `error decoding patch: ${problem}` : problem);
  }
  if (patchType === "merge") {
    if (patch === null) throw badRequest("Invalid JSON Patch");
    const body = applyMergePatch(old, patch);
    return { body, problems, shown: () => goJson(body) };
  }
  if (kind.custom) throw unsupportedForCustom();
  const rest = cloneJson(patch ?? {}) as Record<string, unknown>;
  const original = old as unknown as Record<string, unknown>;
  const body = useUpStrategicPatch(original, rest, patchSchemaNamed(kind.schemaName));
  return { body, problems, shown: () => goText(rest) };
}

function readPatch({ body, patchType }: ApiRequest): unknown {
  if (typeof body !== "string") return body;
  try {
    return parseJson(body);
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    throw badRequest(
      patchType === "strategic" ? error.message : `error decoding patch: ${error.message}`,
    );
  }
}

/** Models what kjson.UnmarshalStrict finds in a patch. */
function strictProblems({ body, patchType }: ApiRequest, patch: unknown): readonly string[] {
  const duplicates =
    typeof body === "string"
      ? duplicateFields(body).map((path) => `duplicate field "${path}"`)
      : [];
  if (patchType !== "json") return duplicates;
  return [...duplicates, ...unknownOperationFields(patch)].map(
    (problem) => `json patch ${problem}`,
  );
}

/** Custom resources know no strategic merge. */
function unsupportedForCustom(): StatusError {
  const types = [
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/apply-patch+yaml",
  ];
  return new StatusError({
    message: `the body of the request was in an unknown format - accepted media types include: ${types.join(", ")}`,
    reason: "UnsupportedMediaType",
    details: {},
    code: 415,
  });
}

/** Reads what the patch made. What cannot be read is the patch's fault, and is told as such. */
export function decodePatched(call: Call, patched: Patched): Draft<KubeObject> {
  const { request } = call;
  if (request.isInternal === true) return decodeBody(call, patched.body);
  const { draft, problems } = readPatched(call, patched);
  const { fieldValidation = "Warn" } = request.options;
  const all = [...patched.problems, ...problems];
  if (fieldValidation === "Warn") call.warnings.push(...all);
  if (fieldValidation === "Strict" && all.length > 0)
    throw invalidPatch(patched, `strict decoding error: ${all.join(", ")}`);
  return draft;
}

interface ReadBack {
  readonly draft: Draft<KubeObject>;
  readonly problems: readonly string[];
}

function readPatched(call: Call, patched: Patched): ReadBack {
  const options = { ...call.request.options, fieldValidation: "Warn" } as const;
  const warnings: string[] = [];
  const asking = { ...call, warnings, request: { ...call.request, options } };
  try {
    if (call.request.patchType !== "strategic")
      return { draft: decodeBody(asking, patched.body), problems: warnings };
    // Strategic patches never pass through JSON: a converter of its own judges them, and nobody reads whose object it is.
    const { kind, schemaName } = call.kind;
    const body = patched.body as Record<string, unknown>;
    const unknown = convertObject(schemaName, body);
    const problems = unknown.map((path) => `unknown field "${path}"`);
    const typed = { ...body, apiVersion: apiVersionOf(call.kind), kind };
    return { draft: decodeBody(asking, typed), problems };
  } catch (error) {
    if (error instanceof DecodeFailure) throw invalidPatch(patched, error.message);
    if (!(error instanceof StatusError) || error.code !== 400) throw error;
    throw invalidPatch(patched, error.message.replace(/^.* cannot be handled as a \w+: /, ""));
  }
}

function invalidPatch({ shown }: Patched, problem: string): StatusError {
  const body = fieldErrorBody(invalid("patch", shown(), problem));
  return new StatusError({
    message: ` "" is invalid: patch: ${body}`,
    reason: "Invalid",
    details: { causes: [{ reason: "FieldValueInvalid", message: body, field: "patch" }] },
    code: 422,
  });
}

function unsupportedPatch(): StatusError {
  const message = "415: Unsupported Media Type";
  return new StatusError({ message, reason: "UnsupportedMediaType", details: {}, code: 415 });
}
