import { describe, expect, test } from "vitest";
import type { EtcdView, NodeView, PodView, ServiceView } from "#core/view/rows.ts";
import { found } from "./found.ts";

const byName = <T>(...names: readonly string[]) =>
  new Map(
    names.map((name) => [`${name}-uid`, { name, uid: `${name}-uid`, namespace: "default" }]),
  ) as unknown as ReadonlyMap<string, T>;

const ROWS = {
  nodes: byName<NodeView>("master-1", "worker-1"),
  pods: byName<PodView>("web-b", "web-a", "shop-c"),
  services: byName<ServiceView>("shop"),
  etcd: byName<EtcdView>("etcd-1", "etcd-2"),
};

describe("what a button of a lesson chooses on the stage", () => {
  test.each([
    ["node/worker-1", { kind: "Node", namespace: "", name: "worker-1", id: "worker-1-uid" }],
    ["pod/web-*", { kind: "Pod", namespace: "default", name: "web-a", id: "web-a-uid" }],
    ["service/shop", { kind: "Service", namespace: "default", name: "shop", id: "shop-uid" }],
    ["etcd/etcd-2", { kind: "Etcd", namespace: "", name: "etcd-2", id: "etcd-2" }],
    ["pod/blog-*", null],
  ])("%s", (target, selection) => {
    expect(found(target, ROWS)).toEqual(selection);
  });
});
