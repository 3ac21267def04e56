import { describe, expect, test } from "vitest";
import type { Node, Pod } from "#core/api/schema/generated/types.ts";
import type { ExplainQuestion } from "#core/view/explanation.ts";
import type { Cluster } from "./cluster.ts";
import { explain } from "./explain.ts";
import { bootedCluster, createDeployment, fault, SHAPE } from "./testdata/world.ts";

const TWO_WORKERS = { ...SHAPE, workers: 2 };
const STRUCK_AT = 30_000;
const LOST_AT = 120_000;
const REPLACED_AT = 460_000;

function struck(name: string): Cluster {
  const cluster = bootedCluster({ spec: TWO_WORKERS });
  cluster.applyInput(createDeployment("web", { replicas: 4 }), "kubectl create");
  cluster.runTo(STRUCK_AT);
  cluster.applyInput(fault(name, "worker-1", { on: true }), "the plug");
  return cluster;
}

/** The reasons from the newest back to the first cause, with the label of an input. */
function chain(cluster: Cluster, question: ExplainQuestion): readonly string[] {
  return explain(cluster, question).chain.map(({ mark }) =>
    mark.code.startsWith("input-") ? `${mark.code}: ${String(mark.facts["label"])}` : mark.code,
  );
}

function newest(cluster: Cluster, code: string): ExplainQuestion {
  const found = cluster.trace.state.entries.findLast(({ because }) => because?.code === code);
  return { about: "mark", id: found?.id ?? 0 };
}

function pods({ store }: Cluster): readonly Pod[] {
  return store.list("Pod", "default") as readonly Pod[];
}

describe("all that follows from a pulled plug ends at the one who pulled it", () => {
  const cluster = struck("node-power");
  const PULLED = "input-fault: the plug";

  test("the node itself, before anybody has noticed", () => {
    const node = { about: "object", kind: "Node", namespace: "", name: "worker-1" } as const;
    expect(chain(cluster, node)).toEqual([PULLED]);
    expect(chain(cluster, { ...node, name: "worker-2" })).not.toContain(PULLED);
  });

  test("the node that is not ready, and its first taint", () => {
    cluster.runTo(LOST_AT);
    const { status } = cluster.store.get("Node", "worker-1") as Node;
    const ready = status.conditions?.find(({ type }) => type === "Ready");
    expect(ready?.status).toBe("Unknown");
    expect(chain(cluster, newest(cluster, "node-silent"))).toEqual(["node-silent", PULLED]);
    const taint = ["node-condition-taint", "node-silent", PULLED];
    expect(chain(cluster, newest(cluster, "node-condition-taint"))).toEqual(taint);
    const pod = ["node-not-ready-pods", "node-silent", PULLED];
    expect(chain(cluster, newest(cluster, "node-not-ready-pods"))).toEqual(pod);
  });

  test("the eviction of its pods, and the pods that replace them", () => {
    cluster.runTo(REPLACED_AT);
    const eviction = ["taint-eviction", "node-condition-taint", "node-silent", PULLED];
    expect(chain(cluster, newest(cluster, "taint-eviction"))).toEqual(eviction);
    const replacement = pods(cluster).findLast(({ spec }) => spec.nodeName === "worker-2");
    const { name = "", namespace = "" } = replacement?.metadata ?? {};
    const why = chain(cluster, { about: "object", kind: "Pod", namespace, name });
    expect(why.slice(-5)).toEqual(["replicas-missing", ...eviction]);
  });

  test("and what follows when it is put in again, at that", () => {
    cluster.applyInput(fault("node-power", "worker-1", { on: false }), "back in");
    cluster.runTo(REPLACED_AT + 60_000);
    expect(chain(cluster, newest(cluster, "node-heard-again"))).toEqual([
      "node-heard-again",
      "input-fault: back in",
    ]);
  });
});

test("a kubelet that stopped, and a runtime that stopped, are causes as well", () => {
  for (const name of ["kubelet-stop", "runtime-stop"]) {
    const cluster = struck(name);
    cluster.runTo(LOST_AT);
    const why = chain(cluster, newest(cluster, "node-condition-taint"));
    expect([name, why.at(-1)]).toEqual([name, "input-fault: the plug"]);
  }
});

test("two machines that fail one after the other each have their own cause", () => {
  const cluster = bootedCluster({ spec: { ...SHAPE, workers: 3 } });
  cluster.runTo(STRUCK_AT);
  for (const worker of ["worker-1", "worker-2"]) {
    cluster.applyInput(fault("node-power", worker, { on: true }), `off ${worker}`);
    cluster.runTo(cluster.at + 1000);
  }
  cluster.runTo(LOST_AT);
  const silences = cluster.trace.state.entries.filter(
    ({ because }) => because?.code === "node-silent",
  );
  expect(silences.map(({ id }) => chain(cluster, { about: "mark", id }).at(-1))).toEqual([
    "input-fault: off worker-1",
    "input-fault: off worker-2",
  ]);
});
