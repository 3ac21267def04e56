import { describe, expect, test } from "vitest";
import { keyOf, type KubeObject } from "#core/api/meta.ts";
import type { Change } from "#core/client/changes.ts";
import { CHANGES } from "#core/client/changes.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { PodAddresses } from "./ipam.ts";
import type { PodAnswer } from "./ports.ts";
import { Traffic } from "./traffic.ts";

const SERVICE = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "shop", namespace: "default", uid: "svc" },
  spec: {},
} as KubeObject;

function slice(
  endpoints: readonly { pod: string; ready: boolean; terminating?: boolean }[],
): KubeObject {
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      name: "shop-x",
      namespace: "default",
      uid: "slice",
      labels: { "kubernetes.io/service-name": "shop" },
    },
    ports: [{ port: 8080 }],
    endpoints: endpoints.map(({ pod, ready, terminating = false }) => ({
      targetRef: { uid: pod },
      conditions: { ready, serving: true, terminating },
    })),
  } as unknown as KubeObject;
}

function world(answer: (pod: string) => PodAnswer, rate = 50) {
  const simulation = new Simulation({ seed: 3, startEpochMs: 0 });
  const traffic = new Traffic({ simulation, answer });
  const tell = (object: KubeObject) => {
    const change: Change = {
      type: "added",
      kind: object.kind,
      key: keyOf(object),
      object,
      old: undefined,
      revision: 1,
      at: 0,
      traceId: 0,
    };
    simulation.dispatch({ to: "network", type: CHANGES, payload: [change] });
  };
  tell(SERVICE);
  traffic.setRate("svc", "default/shop", rate);
  const run = (ms: number) => simulation.runUntil(simulation.now + ms);
  const figures = () => traffic.figures().get("svc");
  return { simulation, traffic, tell, run, figures };
}

const quick = (): PodAnswer => ({ outcome: "ok", serviceMs: 5 });

describe("traffic", () => {
  test("without endpoints every request is refused", () => {
    const { run, figures } = world(quick);
    run(5_000);
    expect(figures()).toMatchObject({ okPerSecond: 0, totalOk: 0 });
    expect(figures()?.totalFailed).toBeGreaterThan(240);
  });

  test("only ready endpoints are asked, all of them, at the rate that was set", () => {
    const { tell, run, figures, traffic } = world(quick);
    tell(
      slice([
        { pod: "a", ready: true },
        { pod: "b", ready: true },
        { pod: "c", ready: false },
      ]),
    );
    run(10_000);
    expect(Math.abs((figures()?.totalOk ?? 0) - 500)).toBeLessThanOrEqual(10);
    expect(figures()?.totalFailed).toBe(0);
    expect(new Set(traffic.samples().map(({ pod }) => pod))).toEqual(new Set(["a", "b"]));
  });

  test("with none ready, those that terminate and still serve are asked", () => {
    const { tell, run, traffic } = world(quick);
    tell(
      slice([
        { pod: "a", ready: false, terminating: true },
        { pod: "b", ready: false },
      ]),
    );
    run(1_000);
    expect(new Set(traffic.samples().map(({ pod }) => pod))).toEqual(new Set(["a"]));
  });

  test("a dead machine lets requests time out", () => {
    const { tell, run, figures } = world((pod) =>
      pod === "dead" ? { outcome: "timeout" } : quick(),
    );
    tell(
      slice([
        { pod: "dead", ready: true },
        { pod: "b", ready: true },
      ]),
    );
    run(4_000);
    expect(figures()?.totalFailed).toBeGreaterThan(50);
    expect(figures()?.totalOk).toBeGreaterThan(50);
  });

  test("latency grows with load, and too much load fails", () => {
    const latencyAt = (rate: number) => {
      const { tell, run, figures } = world(() => ({ outcome: "ok", serviceMs: 10 }), rate);
      tell(slice([{ pod: "a", ready: true }]));
      run(10_000);
      return figures();
    };
    const [idle, busy, over] = [latencyAt(5), latencyAt(80), latencyAt(400)];
    expect(busy?.p50Ms).toBeGreaterThan(2 * (idle?.p50Ms ?? 0));
    expect(busy?.totalFailed).toBe(0);
    expect(over?.totalFailed).toBeGreaterThan(over?.totalOk ?? 0);
  });

  test("cost does not grow with the rate: one sample stands for many", () => {
    const { tell, run, traffic, figures } = world(quick, 100_000);
    tell(slice([{ pod: "a", ready: true }]));
    run(1_000);
    expect(traffic.samples().length).toBeLessThanOrEqual(400);
    expect(figures()?.totalOk + (figures()?.totalFailed ?? 0)).toBe(100_000);
  });

  test("customers who are sent home leave silence behind", () => {
    const { tell, run, traffic, figures, simulation } = world(quick);
    tell(slice([{ pod: "a", ready: true }]));
    run(2_000);
    traffic.setRate("svc", "default/shop", 0);
    run(5_000);
    expect(figures()).toMatchObject({ okPerSecond: 0, failedPerSecond: 0 });
    expect(simulation.peekTime()).toBeUndefined();
  });
});

describe("pod addresses", () => {
  test("come out of the node's range, each once, and are not reused at once", () => {
    const addresses = new PodAddresses(
      new Map([
        ["n1", "10.244.1.0/24"],
        ["n2", "10.244.2.0/24"],
      ]),
    );
    expect([
      addresses.assign("a", "n1"),
      addresses.assign("b", "n1"),
      addresses.assign("c", "n2"),
    ]).toEqual(["10.244.1.2", "10.244.1.3", "10.244.2.2"]);
    addresses.release("a");
    expect(addresses.assign("d", "n1")).toBe("10.244.1.4");
  });

  test("a full range has no address, until one is given back", () => {
    const addresses = new PodAddresses(new Map([["n1", "10.244.1.0/24"]]));
    for (let i = 0; i < 253; i++) expect(addresses.assign(`p${i}`, "n1")).not.toBe("");
    expect(addresses.assign("late", "n1")).toBe("");
    addresses.release("p7");
    expect(addresses.assign("late", "n1")).toBe("10.244.1.9");
  });
});
