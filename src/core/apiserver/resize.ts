import type { Draft } from "#core/api/define.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { Container, Pod } from "#core/api/schema/generated/types.ts";
import { conflict, notFound } from "#core/api/status.ts";
import { validateObjectMetaUpdate } from "#core/api/validation/metadata.ts";
import { validatePodResize } from "#core/api/validation/pod-resize.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { attributesOf, validateAdmission } from "./admit.ts";
import { decodeBody, refuseInvalid } from "./body.ts";
import { keyOfCall, resourceOf, type Call, type ServerContext } from "./context.ts";
import { shownObject } from "./ownership.ts";
import { applyPatch, decodePatched } from "./patch.ts";

/** Changes what the containers of a pod may use; nothing else of the body counts. Models registry/core/pod ResizeREST and podResizeStrategy. */
export function writeResize(context: ServerContext, call: Call): KubeObject {
  const { kind, request } = call;
  const old = context.store.get(kind.storedAs, keyOfCall(call)) as Pod | undefined;
  if (!old) throw notFound(resourceOf(call), request.name);
  const wanted = (request.verb === "patch"
    ? decodePatched(call, applyPatch(call, shownObject(context, call, old)))
    : decodeBody(call, request.body)) as unknown as Pod;
  const { resourceVersion } = wanted.metadata;
  if (resourceVersion && resourceVersion !== old.metadata.resourceVersion)
    throw conflict(resourceOf(call), request.name);
  const pod = resized(old, wanted);
  refuseInvalid(call, request.name, [
    ...validateObjectMetaUpdate(pod.metadata, old.metadata),
    ...validatePodResize(pod, old),
  ]);
  const draft = pod as unknown as Draft<KubeObject>;
  validateAdmission(context, attributesOf(call, { operation: "update", draft, old }));
  if (isSemanticallyEqual(old.spec, pod.spec)) return old;
  const metadata = { ...pod.metadata, generation: (old.metadata.generation ?? 0) + 1 };
  const ownership = { type: "write", before: old, sent: undefined, subresource: "resize" } as const;
  return context.commit(call, "put", { ...pod, metadata }, ownership);
}

/** The old pod with the resources of the new one. Models dropNonResizeUpdates. */
function resized(old: Pod, wanted: Pod): Pod {
  const withResources = (
    before: readonly Container[] | undefined,
    list: readonly Container[] | undefined,
  ) => {
    // What was added, removed or put in another place is left to validation.
    const isInOrder =
      list?.length === before?.length && list?.every(({ name }, i) => name === before?.[i]?.name);
    return isInOrder
      ? before?.map((container, i) => {
          const { resources = {}, resizePolicy } = list?.[i] ?? container;
          return { ...container, resources, ...(resizePolicy && { resizePolicy }) };
        })
      : list;
  };
  const { containers, initContainers } = old.spec;
  const inits = withResources(initContainers, wanted.spec.initContainers);
  return {
    ...old,
    spec: {
      ...old.spec,
      containers: withResources(containers, wanted.spec.containers) ?? [],
      ...(inits && { initContainers: inits }),
    },
  };
}
