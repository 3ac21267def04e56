import { endpointSlice as endpointSliceKind } from "#core/api/kinds/discovery/endpoint-slice.ts";
import { isBeingDeleted, keyOf, nameOf, namespaceOf, uidOf } from "#core/api/meta.ts";
import type { Endpoints, EndpointSlice, Service } from "#core/api/schema/generated/types.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import { ENDPOINTS_MANAGED_BY, mirroredSlices } from "./endpoints/plan.ts";
import { MANAGED_BY, portsKey, SERVICE_NAME } from "./endpointslice/plan.ts";

const OUR_NAME = "endpointslicemirroring-controller.k8s.io";
const SKIP = "endpointslice.kubernetes.io/skip-mirror";

/** Makes slices of the Endpoints that people write for Services without a selector. Models pkg/controller/endpointslicemirroring. */
export const endpointSliceMirroringController = defineController({
  name: "endpoint-slice-mirroring-controller",
  kind: "Endpoints",
  watches: [{ kind: "Service", keysFor: (object) => [keyOf(object)] }],
  isNews: (endpoints, old) => isMirrored(endpoints as Endpoints) || old !== undefined,
  reconcile(key, context) {
    const endpoints = context.lister<Endpoints>("Endpoints").get(key);
    const service = context.lister<Service>("Service").get(key);
    const isWanted =
      endpoints !== undefined &&
      service !== undefined &&
      service.spec.selector === undefined &&
      isMirrored(endpoints);
    if (endpoints) sync(context, endpoints, isWanted);
    return undefined;
  },
});

function isMirrored({ metadata: { labels } }: Endpoints): boolean {
  return labels?.[ENDPOINTS_MANAGED_BY] === undefined && labels?.[SKIP] !== "true";
}

/** Slices of Endpoints that are gone are its dependents: the garbage collector removes them. */
function sync(context: ControllerContext, endpoints: Endpoints, isWanted: boolean): void {
  const existing = context
    .lister<EndpointSlice>("EndpointSlice")
    .ownedBy(uidOf(endpoints))
    .filter((slice) => slice.metadata.labels?.[MANAGED_BY] === OUR_NAME && !isBeingDeleted(slice));
  const left = new Map(existing.map((slice) => [keyFor(slice), slice]));
  for (const wanted of isWanted ? mirroredSlices(endpoints) : []) {
    const key = keyFor(wanted);
    const before = left.get(key);
    left.delete(key);
    write(context, { endpoints, wanted, before });
  }
  for (const slice of left.values())
    context.client.delete(endpointSliceKind, {
      namespace: namespaceOf(slice),
      name: nameOf(slice),
    });
}

function keyFor({ addressType, ports }: Pick<EndpointSlice, "addressType" | "ports">): string {
  return `${addressType} ${portsKey(ports ?? [])}`;
}

function write(
  context: ControllerContext,
  {
    endpoints,
    wanted,
    before,
  }: {
    readonly endpoints: Endpoints;
    readonly wanted: ReturnType<typeof mirroredSlices>[number];
    readonly before: EndpointSlice | undefined;
  },
): void {
  const name = nameOf(endpoints);
  const labels = { ...endpoints.metadata.labels, [MANAGED_BY]: OUR_NAME, [SERVICE_NAME]: name };
  const isSame =
    before &&
    isSemanticallyEqual(before.endpoints ?? [], wanted.endpoints) &&
    isSemanticallyEqual(before.metadata.labels, labels);
  if (isSame) return;
  const all = wanted.endpoints ?? [];
  const ready = all.filter(({ conditions }) => conditions.ready === true).length;
  because(context, "endpoints-changed", { service: name, ready, notReady: all.length - ready });
  if (before) {
    const metadata = { ...before.metadata, labels };
    context.client.update(endpointSliceKind, { ...before, ...wanted, metadata });
    return;
  }
  const owner = { apiVersion: "v1", kind: "Endpoints", name, uid: uidOf(endpoints) };
  context.client.create(endpointSliceKind, {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      generateName: `${name}-`,
      namespace: namespaceOf(endpoints),
      labels,
      ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }],
    },
    ...wanted,
  });
}
