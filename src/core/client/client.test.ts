import { describe, expect, test } from "vitest";
import { keyOf, type KubeObject } from "#core/api/meta.ts";
import { Simulation, type Component, type SimEvent } from "#core/sim/simulation.ts";
import { applyChange, emptyCache, listerOf } from "./cache.ts";
import { CHANGES, type Change } from "./changes.ts";
import { WatchHub } from "./watch-hub.ts";

let revision = 0;

function podChange(
  type: Change["type"],
  pod: { name: string; node?: string; owner?: string },
  at = 0,
): Change {
  revision += 1;
  const object = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: pod.name,
      namespace: "default",
      uid: `uid-${pod.name}`,
      ...(pod.owner && {
        ownerReferences: [
          { apiVersion: "apps/v1", kind: "ReplicaSet", name: "rs", uid: pod.owner },
        ],
      }),
    },
    spec: pod.node ? { nodeName: pod.node } : {},
  } as KubeObject;
  const key = keyOf(object);
  return { type, kind: "Pod", key, object, old: undefined, revision, at, traceId: revision };
}

class Watcher implements Component {
  readonly name: string;
  state: { seen: string[] } = { seen: [] };
  private readonly simulation: Simulation;

  constructor(simulation: Simulation, name: string) {
    this.simulation = simulation;
    this.name = name;
    simulation.register(this);
  }

  handle(event: SimEvent, instance: string): void {
    expect(event.type).toBe(CHANGES);
    const names = (event.payload as readonly Change[])
      .map(({ object }) => object.metadata.name)
      .join("+");
    this.state.seen.push(`${this.simulation.now} ${instance}:${names}`);
  }
}

describe("the watch hub", () => {
  test("brings changes after the lag, in one batch per moment, in order", () => {
    const simulation = new Simulation({ seed: 1, startEpochMs: 0 });
    const watcher = new Watcher(simulation, "w");
    const hub = new WatchHub(simulation);
    hub.subscribe({ to: "w", kinds: ["Pod"], lagMs: 6, route: "all" });
    hub.publish(podChange("added", { name: "a" }));
    hub.publish(podChange("added", { name: "b" }));
    simulation.runUntil(4);
    hub.publish(podChange("added", { name: "c" }, 4));
    expect(watcher.state.seen).toEqual([]);
    simulation.runUntil(20);
    expect(watcher.state.seen).toEqual(["6 :a+b", "10 :c"]);
    expect(hub.publishedRevision("w")).toBe(revision);
  });

  test("keeps kinds apart, and sends a pod to its own node only", () => {
    const simulation = new Simulation({ seed: 1, startEpochMs: 0 });
    const kubelets = new Watcher(simulation, "kubelet");
    const hub = new WatchHub(simulation);
    hub.subscribe({ to: "kubelet", kinds: ["Pod"], lagMs: 1, route: "node" });
    hub.publish(podChange("added", { name: "unbound" }));
    hub.publish(podChange("updated", { name: "a", node: "n1" }));
    hub.publish(podChange("updated", { name: "b", node: "n2" }));
    hub.publish({ ...podChange("added", { name: "x", node: "n1" }), kind: "Event" });
    simulation.runUntil(5);
    expect(kubelets.state.seen).toEqual(["1 n1:a", "1 n2:b"]);
  });
});

describe("a cache", () => {
  test("answers by key, namespace, owner, node and uid, and forgets what is gone", () => {
    const cache = emptyCache();
    const lister = listerOf(() => cache);
    applyChange(cache, podChange("added", { name: "a", owner: "rs-1" }));
    applyChange(cache, podChange("added", { name: "b", node: "n1", owner: "rs-1" }));
    applyChange(cache, podChange("updated", { name: "a", node: "n1", owner: "rs-2" }));
    const names = (objects: readonly KubeObject[]) => objects.map(({ metadata }) => metadata.name);
    expect(names(lister.onNode("n1")).sort()).toEqual(["a", "b"]);
    expect(names(lister.ownedBy("rs-1"))).toEqual(["b"]);
    expect(names(lister.ownedBy("rs-2"))).toEqual(["a"]);
    expect(lister.byUid("uid-a")?.metadata.name).toBe("a");
    applyChange(cache, podChange("deleted", { name: "a", node: "n1", owner: "rs-2" }));
    expect(lister.get("default/a")).toBeUndefined();
    expect(names(lister.inNamespace("default"))).toEqual(["b"]);
    expect(lister.ownedBy("rs-2")).toEqual([]);
    expect(lister.byUid("uid-a")).toBeUndefined();
  });
});
