import { fieldErrorBody, invalid } from "#core/api/field-error.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { applyJsonPatch } from "#core/api/patch/json-patch.ts";
import { applyMergePatch } from "#core/api/patch/merge-patch.ts";
import { patchSchemaNamed } from "#core/api/patch/patch-schema.ts";
import { goText } from "#core/api/patch/patch-values.ts";
import { applyStrategicPatch } from "#core/api/patch/strategic-merge.ts";
import type { Draft } from "#core/api/define.ts";
import { badRequest, notFound, StatusError } from "#core/api/status.ts";
import { applyObject, checkPatchOptions } from "./apply.ts";
import { decodeBody, inServedVersion } from "./body.ts";
import { keyOfCall, resourceOf, type Call, type ServerContext } from "./context.ts";
import { JsonProblem, parseJson } from "./json-text.ts";
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
  const old = context.store.get(kind.kind, keyOfCall(call));
  if (!old) throw notFound(resourceOf(call), request.name);
  // A patch speaks of the version it was sent to.
  const shown = inServedVersion(kind, shownObject(context, call, old)) as KubeObject;
  const body = applyPatch(call, shown);
  const draft = decodePatched(call, body);
  if (draft.metadata.name !== request.name) {
    throw badRequest(
      `the name of the object (${draft.metadata.name ?? ""}) does not match the name on the URL (${request.name})`,
    );
  }
  const sent = request.isInternal === true ? undefined : { body };
  const ownership = { type: "write", before: old, sent } as const;
  return { isCreated: false, object: updateDraft(context, call, { draft, old, ownership }) };
}

const PATCH_TYPES: ReadonlySet<string> = new Set(["json", "merge", "strategic"]);

/** The object after the request's patch, not yet checked. */
export function applyPatch({ kind, request }: Call, old: KubeObject): unknown {
  const { patchType = "" } = request;
  if (!PATCH_TYPES.has(patchType)) throw unsupportedPatch();
  const body = typeof request.body === "string" ? parsePatch(request.body) : request.body;
  if (patchType === "json") return applyJsonPatch(old, body);
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    const type = Array.isArray(body) ? "array" : typeof body;
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${type} into Go value of type map[string]interface {}`,
    );
  }
  if (patchType === "merge") return applyMergePatch(old, body);
  if (kind.custom) throw unsupportedForCustom();
  return applyStrategicPatch(
    old as unknown as Record<string, unknown>,
    body as Record<string, unknown>,
    patchSchemaNamed(kind.schemaName),
  );
}

/** Custom resources know no strategic merge. */
function unsupportedForCustom(): StatusError {
  const types = [
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/apply-patch+yaml",
    "application/apply-patch+cbor",
  ];
  return new StatusError({
    message: `the body of the request was in an unknown format - accepted media types include: ${types.join(", ")}`,
    reason: "UnsupportedMediaType",
    details: {},
    code: 415,
  });
}

function parsePatch(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonProblem) throw badRequest(`error decoding patch: ${error.message}`);
    throw error;
  }
}

/** Reads what the patch made. What cannot be read is the patch's fault, and is told as such. */
export function decodePatched(call: Call, patched: unknown): Draft<KubeObject> {
  try {
    return decodeBody(call, patched);
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 400) throw error;
    throw invalidPatch(
      call,
      patched,
      error.message.replace(/^.* cannot be handled as a \w+: /, ""),
    );
  }
}

function invalidPatch({ request }: Call, patched: unknown, problem: string): StatusError {
  const isStrategic = request.patchType === "strategic";
  const wrongType = /^json: cannot unmarshal .* of type (\S+)$/.exec(problem)?.[1];
  // The converter that strategic patches go through has a wording of its own.
  const text = isStrategic && wrongType !== undefined ? `unrecognized type: ${wrongType}` : problem;
  const body = fieldErrorBody(
    invalid(
      "patch",
      isStrategic ? goText(patchValue(request.body)) : JSON.stringify(patched),
      text,
    ),
  );
  return new StatusError({
    message: ` "" is invalid: patch: ${body}`,
    reason: "Invalid",
    details: { causes: [{ reason: "FieldValueInvalid", message: body, field: "patch" }] },
    code: 422,
  });
}

/** A patch that could be read, whether it came as text or as a value. */
function patchValue(body: unknown): unknown {
  return typeof body === "string" ? (JSON.parse(body) as unknown) : body;
}

function unsupportedPatch(): StatusError {
  const message = "415: Unsupported Media Type";
  return new StatusError({ message, reason: "UnsupportedMediaType", details: {}, code: 415 });
}
