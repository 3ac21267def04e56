import type { EndpointSlice, Event, Service } from "#core/api/schema/generated/types.ts";
import { parseTime } from "#core/base/time.ts";
import type { EventView, ServiceView } from "./rows.ts";

/** The row of one Service; `slices` are its EndpointSlices. */
export function serviceRow(
  service: Service,
  slices: readonly EndpointSlice[],
  rate: number,
): ServiceView {
  const endpoints = slices.flatMap((slice) => slice.endpoints ?? []);
  const podsOf = (isWanted: (ready: boolean | undefined) => boolean) =>
    endpoints
      .filter(({ conditions }) => isWanted(conditions?.ready))
      .map(({ targetRef }) => targetRef?.uid ?? "");
  return {
    uid: service.metadata.uid ?? "",
    namespace: service.metadata.namespace ?? "",
    name: service.metadata.name ?? "",
    type: service.spec.type ?? "ClusterIP",
    clusterIp: service.spec.clusterIP ?? "",
    ports: (service.spec.ports ?? [])
      .map(({ port, nodePort }) => (nodePort ? `${port}:${nodePort}` : String(port)))
      .join(","),
    endpoints: podsOf((ready) => ready !== false),
    matched: endpoints.length,
    rate,
  };
}

/** The row of one Event object. */
export function eventRow(event: Event, zeroEpochMs: number): EventView {
  const time =
    event.lastTimestamp ??
    event.series?.lastObservedTime ??
    event.eventTime ??
    event.firstTimestamp ??
    event.metadata.creationTimestamp;
  const { involvedObject } = event;
  return {
    uid: event.metadata.uid ?? "",
    at: (parseTime(time ?? "") ?? zeroEpochMs) - zeroEpochMs,
    type: event.type === "Warning" ? "Warning" : "Normal",
    reason: event.reason ?? "",
    kind: involvedObject.kind ?? "",
    namespace: involvedObject.namespace ?? "",
    name: involvedObject.name ?? "",
    objectUid: involvedObject.uid ?? "",
    message: event.message ?? "",
    count: event.count ?? event.series?.count ?? 1,
    source: event.source?.component || event.reportingComponent || "",
  };
}
