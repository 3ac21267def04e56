import { describe, expect, test } from "vitest";
import { service as serviceKind } from "#core/api/kinds/core/service.ts";
import type { Endpoint, EndpointSlice, Pod, Service } from "#core/api/schema/generated/types.ts";
import { endpointSliceController } from "./endpointslice.ts";
import { planSlices, sliceFor } from "./endpointslice/plan.ts";
import { FakeCluster } from "./testing/fake-cluster.ts";

const service: Service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web", namespace: "default", uid: "s" },
  spec: {
    selector: { app: "web" },
    ports: [{ name: "http", port: 80, targetPort: 80, protocol: "TCP" }],
  },
  status: { loadBalancer: {} },
};
const ports = [{ name: "http", port: 80, protocol: "TCP" as const }];

function endpoints(from: number, to: number): Endpoint[] {
  return Array.from({ length: to - from }, (_, i) => ({
    addresses: [`10.0.${Math.floor((from + i) / 250)}.${(from + i) % 250}`],
    conditions: { ready: true, serving: true, terminating: false },
    targetRef: { kind: "Pod", name: `p${from + i}`, uid: `p${from + i}` },
  }));
}

function slice(name: string, list: readonly Endpoint[]): EndpointSlice {
  const made = sliceFor(service, { addressType: "IPv4", ports, endpoints: list });
  return { ...made, metadata: { ...made.metadata, name, resourceVersion: "1" } };
}

const sizes = (slices: readonly EndpointSlice[]) =>
  slices.map(({ metadata, endpoints: list }) => [metadata.name ?? "new", list.length]);

describe("planSlices", () => {
  const plan = (wanted: readonly Endpoint[], existing: readonly EndpointSlice[]) =>
    planSlices({
      service,
      addressType: "IPv4",
      existing,
      portSets: wanted.length > 0 ? [{ ports, endpoints: wanted }] : [],
    });

  test("puts at most 100 endpoints into a slice", () => {
    expect(sizes(plan(endpoints(0, 250), []).creates)).toEqual([
      ["new", 100],
      ["new", 100],
      ["new", 50],
    ]);
  });

  test("adds to the fullest slice with room and leaves the others alone", () => {
    const existing = [
      slice("a", endpoints(0, 98)),
      slice("b", endpoints(98, 100)),
      slice("c", endpoints(100, 200)),
    ];
    const { creates, updates, deletes } = plan(endpoints(0, 202), existing);
    expect([sizes(creates), sizes(updates), sizes(deletes)]).toEqual([[], [["a", 100]], []]);
  });

  test("writes nothing when nothing changed", () => {
    expect(plan(endpoints(0, 3), [slice("a", endpoints(0, 3))])).toEqual({
      creates: [],
      updates: [],
      deletes: [],
    });
  });

  test("turns the last slice into a placeholder instead of deleting it", () => {
    const { creates, updates, deletes } = plan([], [slice("a", endpoints(0, 3))]);
    expect([sizes(creates), sizes(updates), sizes(deletes)]).toEqual([[], [["a", 0]], []]);
    expect(updates[0]?.ports).toBeUndefined();
  });

  test("keeps a placeholder as it is", () => {
    const placeholder = {
      ...sliceFor(service, { addressType: "IPv4" }),
      metadata: { ...slice("a", []).metadata },
    };
    expect(plan([], [placeholder])).toEqual({ creates: [], updates: [], deletes: [] });
  });

  test("drops an emptied slice when another has room", () => {
    const { updates, deletes } = plan(endpoints(0, 2), [
      slice("a", endpoints(0, 2)),
      slice("b", endpoints(5, 7)),
    ]);
    expect([sizes(updates), sizes(deletes)]).toEqual([[], [["b", 2]]]);
  });
});

test("a Service follows its pods from coming to going", () => {
  const cluster = new FakeCluster([endpointSliceController]);
  cluster.seed({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "node-1", uid: "n", labels: { "topology.kubernetes.io/zone": "a" } },
  });
  cluster.client.create(serviceKind, service);
  cluster.run(50);
  const only = () =>
    cluster
      .all<EndpointSlice>("EndpointSlice")
      .map(({ endpoints: list }) =>
        list.map(({ conditions, zone }) => ({ ...conditions, zone })),
      )[0];
  expect(only()).toEqual([]);
  const pod = (ready: string): Pod =>
    ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p", namespace: "default", uid: "p", labels: { app: "web" } },
      spec: { nodeName: "node-1", containers: [] },
      status: {
        phase: "Running",
        podIP: "10.0.0.1",
        podIPs: [{ ip: "10.0.0.1" }],
        conditions: [{ type: "Ready", status: ready }],
      },
    }) as Pod;
  cluster.seed(pod("False"));
  cluster.run(50);
  expect(only()).toEqual([{ ready: false, serving: false, terminating: false, zone: "a" }]);
  cluster.edit("Pod", "p", () => pod("True"));
  cluster.run(50);
  expect(only()).toEqual([{ ready: true, serving: true, terminating: false, zone: "a" }]);
  cluster.edit("Pod", "p", (object) => ({
    ...object,
    metadata: { ...object.metadata, deletionTimestamp: "2026-01-01T00:00:01Z" },
  }));
  cluster.run(50);
  expect(only()).toEqual([{ ready: false, serving: true, terminating: true, zone: "a" }]);
  cluster.run(1000);
  expect(only()).toEqual([]);
  expect(cluster.all("EndpointSlice")).toHaveLength(1);
});
