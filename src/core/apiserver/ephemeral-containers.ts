import type { Draft } from "#core/api/define.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { EphemeralContainer, Pod } from "#core/api/schema/generated/types.ts";
import { conflict, notFound } from "#core/api/status.ts";
import { validateEphemeralContainersUpdate } from "#core/api/validation/pods.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { decodeBody, refuseInvalid } from "./body.ts";
import { keyOfCall, resourceOf, type Call, type ServerContext } from "./context.ts";
import { shownObject } from "./ownership.ts";
import { applyPatch, decodePatched } from "./patch.ts";

/** Adds ephemeral containers to a pod; nothing else of the body counts. Models registry/core/pod EphemeralContainersREST.Update. */
export function writeEphemeralContainers(context: ServerContext, call: Call): KubeObject {
  const { kind, request } = call;
  const old = context.store.get(kind.storedAs, keyOfCall(call)) as Pod | undefined;
  if (!old) throw notFound(resourceOf(call), request.name);
  const wanted = (request.verb === "patch"
    ? decodePatched(call, applyPatch(call, shownObject(context, call, old)))
    : decodeBody(call, request.body)) as unknown as Draft<Pod>;
  const { resourceVersion } = wanted.metadata;
  if (resourceVersion && resourceVersion !== old.metadata.resourceVersion)
    throw conflict(resourceOf(call), request.name);
  const ephemeralContainers = (wanted.spec.ephemeralContainers ??
    []) as readonly EphemeralContainer[];
  const pod: Pod = {
    ...old,
    metadata: { ...old.metadata, generation: (old.metadata.generation ?? 0) + 1 },
    spec: { ...old.spec, ephemeralContainers },
  };
  refuseInvalid(call, request.name, validateEphemeralContainersUpdate(pod, old));
  if (isSemanticallyEqual(old.spec.ephemeralContainers, ephemeralContainers)) return old;
  return context.commit(call, "put", pod, { type: "write", before: old, sent: undefined });
}
