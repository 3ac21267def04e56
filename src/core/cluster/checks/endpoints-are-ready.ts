import { isBeingDeleted, keyOf, type KubeObject } from "#core/api/meta.ts";
import type { EndpointSlice, Pod, Service } from "#core/api/schema/generated/types.ts";
import type { Cluster } from "../cluster.ts";
import { defineCheck, firstViolation } from "./define.ts";

/** In peace the ready endpoints of a Service are exactly the ready pods that its selector means. */
export const endpointsAreReady = defineCheck({
  name: "endpoints-are-ready",
  when: "settled",
  violation: (cluster) =>
    firstViolation(cluster.store.list("Service", "") as readonly Service[], (service) => {
      const { selector } = service.spec;
      if (!selector || Object.keys(selector).length === 0) return undefined;
      const want = readyPods(cluster, service, selector).sort().join(" ");
      const got = readyEndpoints(cluster, service).sort().join(" ");
      return got === want
        ? undefined
        : `Service ${keyOf(service)} sends to [${got}] instead of [${want}]`;
    }),
});

function readyPods(
  { store }: Cluster,
  service: KubeObject,
  selector: Readonly<Record<string, string>>,
): string[] {
  const pods = store.list("Pod", service.metadata.namespace ?? "") as readonly Pod[];
  return pods
    .filter((pod) =>
      Object.entries(selector).every(([key, value]) => pod.metadata.labels?.[key] === value),
    )
    .filter(
      (pod) =>
        !isBeingDeleted(pod) &&
        pod.status.conditions?.some(({ type, status }) => type === "Ready" && status === "True"),
    )
    .map(({ metadata }) => metadata.name ?? "");
}

function readyEndpoints({ store }: Cluster, service: KubeObject): string[] {
  const slices = store.list(
    "EndpointSlice",
    service.metadata.namespace ?? "",
  ) as readonly EndpointSlice[];
  return slices
    .filter(
      ({ metadata }) => metadata.labels?.["kubernetes.io/service-name"] === service.metadata.name,
    )
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready === true)
    .map(({ targetRef }) => targetRef?.name ?? "");
}
