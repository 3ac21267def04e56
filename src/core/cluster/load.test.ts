import { expect, test } from "vitest";
import { bootedCluster, SHAPE } from "./testdata/world.ts";

test("machines rest again once the customers have left", () => {
  const spec = { ...SHAPE, workerCpu: "4", workerMemory: "8Gi", preset: "shop" } as const;
  const cluster = bootedCluster({ spec, warmupMs: 60_000 });
  const [service] = cluster.traffic().map((each) => each.service);
  const object = cluster.store.list("Service", "").find(({ metadata }) => metadata.uid === service);
  const { namespace = "", name = "" } = object?.metadata ?? {};
  const usage = () => {
    const { usage: of } = cluster.machines.facts();
    return cluster.store
      .list("Node", "")
      .reduce((total, { metadata }) => total + of(metadata.name ?? "").cpuMilli, 0);
  };
  const send = (ratePerSecond: number) =>
    cluster.applyInput({ type: "load", namespace, service: name, ratePerSecond }, "");
  send(0);
  cluster.runTo(10_000);
  const idle = usage();
  send(200);
  cluster.runTo(20_000);
  expect(usage()).toBeGreaterThan(idle + 100);
  send(0);
  cluster.runTo(30_000);
  expect(usage()).toBe(idle);
});
