import type { KubeObject } from "#core/api/meta.ts";
import { applyJsonPatch } from "#core/api/patch/json-patch.ts";
import { applyMergePatch } from "#core/api/patch/merge-patch.ts";
import { patchSchemaNamed } from "#core/api/patch/patch-schema.ts";
import { applyStrategicPatch } from "#core/api/patch/strategic-merge.ts";
import { badRequest, notFound, StatusError } from "#core/api/status.ts";
import { decodeBody } from "./body.ts";
import { keyOfCall, resourceOf, type Call, type ServerContext } from "./context.ts";
import { updateDraft } from "./update.ts";

/** Patches an object, or its status, and returns it as stored. Models apiserver handlers PatchResource. */
export function patchObject(context: ServerContext, call: Call): KubeObject {
  const { kind, request } = call;
  const old = context.store.get(kind.kind, keyOfCall(call));
  if (!old) throw notFound(resourceOf(call), request.name);
  const patched = applyPatch(call, old);
  const draft = decodeBody(call, patched);
  if (draft.metadata.name !== request.name) {
    throw badRequest(
      `the name of the object (${draft.metadata.name ?? ""}) does not match the name on the URL (${request.name})`,
    );
  }
  return updateDraft(context, call, { draft, old });
}

/** The object after the request's patch, not yet checked. */
export function applyPatch({ kind, request }: Call, old: KubeObject): unknown {
  const { patchType, body } = request;
  if (patchType === "json") return applyJsonPatch(old, body);
  if (patchType !== "merge" && patchType !== "strategic") throw unsupportedPatch(patchType ?? "");
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw badRequest(`cannot unmarshal ${JSON.stringify(body)} into a map`);
  if (patchType === "merge") return applyMergePatch(old, body);
  return applyStrategicPatch(
    old as unknown as Record<string, unknown>,
    body as Record<string, unknown>,
    patchSchemaNamed(kind.schemaName),
  );
}

function unsupportedPatch(patchType: string): StatusError {
  const types = [
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
  ];
  const message = `the body of the request was in an unknown format - accepted media types include: ${types.join(", ")}`;
  return new StatusError({
    message: patchType === "apply" ? `${message} (server-side apply is not modelled yet)` : message,
    reason: "UnsupportedMediaType",
    code: 415,
  });
}
