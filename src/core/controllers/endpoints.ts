import { endpoints as endpointsKind } from "#core/api/kinds/core/endpoints.ts";
import { isBeingDeleted, keyOf, nameOf, namespaceOf, type KubeObject } from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type { Endpoints, EndpointSlice, Service } from "#core/api/schema/generated/types.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import { ENDPOINTS_MANAGED_BY, labelsFor, subsetsOf } from "./endpoints/plan.ts";
import { addressTypesOf } from "./endpointslice/endpoints.ts";
import { MANAGED_BY, OUR_NAME, SERVICE_NAME } from "./endpointslice/plan.ts";

/** Changes of a Service's slices are gathered for so long: hardly anybody reads the old form any more. Models --endpoint-updates-batch-period. */
const BATCH_MS = 100;

/**
 * Lists the pods behind each Service once more in the form of old, one object a Service. It reads the slices instead of the pods: they say the same.
 * Models pkg/controller/endpoint.
 */
export const endpointsController = defineController({
  name: "endpoint-controller",
  kind: "Service",
  watches: [
    { kind: "EndpointSlice", keysFor: gatherSlices },
    {
      kind: "Endpoints",
      keysFor: (object, _old, change) => (change === "deleted" ? [keyOf(object)] : []),
    },
  ],
  reconcile(key, context) {
    const service = context.lister<Service>("Service").get(key);
    const existing = context.lister<Endpoints>("Endpoints").get(key);
    if (!service) removeOurs(context, existing);
    else if (hasEndpoints(service) && !isBeingDeleted(service)) sync(context, service, existing);
    return undefined;
  },
});

/** Services that name no pods, or live outside, are somebody else's business. */
function hasEndpoints({ spec }: Service): boolean {
  return spec.type !== "ExternalName" && spec.selector !== undefined;
}

function gatherSlices(
  { metadata }: KubeObject,
  _old: KubeObject | undefined,
  _change: string,
  context: ControllerContext,
): readonly string[] {
  const { labels, namespace = "" } = metadata;
  const name = labels?.[SERVICE_NAME];
  if (name !== undefined && labels?.[MANAGED_BY] === OUR_NAME)
    context.enqueueAfter(`${namespace}/${name}`, BATCH_MS);
  return [];
}

function sync(context: ControllerContext, service: Service, existing: Endpoints | undefined): void {
  const [family] = addressTypesOf(service);
  const slices = context
    .lister<EndpointSlice>("EndpointSlice")
    .ownedBy(service.metadata.uid ?? "")
    .filter((slice) => slice.addressType === family && !isBeingDeleted(slice));
  const subsets = subsetsOf(service, slices);
  const labels = labelsFor(service);
  const isSame =
    existing &&
    isSemanticallyEqual(existing.subsets ?? [], subsets) &&
    isSemanticallyEqual(existing.metadata.labels ?? {}, labels);
  if (isSame) return;
  const count = (field: "addresses" | "notReadyAddresses") =>
    subsets.reduce((sum, subset) => sum + (subset[field]?.length ?? 0), 0);
  because(context, "endpoints-changed", {
    service: nameOf(service),
    ready: count("addresses"),
    notReady: count("notReadyAddresses"),
  });
  const metadata = existing?.metadata ?? { name: nameOf(service), namespace: namespaceOf(service) };
  const object: Endpoints = {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: { ...metadata, labels },
    ...(subsets.length > 0 && { subsets }),
  };
  if (existing) context.client.update(endpointsKind, object);
  else context.client.create(endpointsKind, object);
}

function removeOurs(context: ControllerContext, existing: Endpoints | undefined): void {
  if (existing?.metadata.labels?.[ENDPOINTS_MANAGED_BY] === undefined) return;
  try {
    context.client.delete(endpointsKind, {
      namespace: namespaceOf(existing),
      name: nameOf(existing),
    });
  } catch (error) {
    if (!isStatusReason(error, "NotFound")) throw error;
  }
}
