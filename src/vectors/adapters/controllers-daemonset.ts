import type { DaemonSet, Node } from "#core/api/schema/generated/types.ts";
import { planPlacement } from "#core/controllers/daemonset/placement.ts";
import { placesOf, updateNumbers } from "#core/controllers/daemonset/plan.ts";
import type { VectorCase } from "../adapter.ts";
import { count, fields, text, type Fields } from "./controllers-given.ts";

export function runDaemonSet({ in: input }: VectorCase): unknown {
  const given = fields(input);
  const podSpec = { containers: [], ...fields(given.podSpec) };
  const rollingUpdate = { maxUnavailable: given.maxUnavailable, maxSurge: given.maxSurge };
  const daemonSet = {
    metadata: { name: "foo" },
    spec: { template: { spec: podSpec }, updateStrategy: { type: "RollingUpdate", rollingUpdate } },
    status: {},
  } as unknown as DaemonSet;
  if (given.op === "updateNumbers") {
    const nodes = Array.from({ length: count(given.eligibleNodes) }, (_, i) =>
      nodeOf({ name: `node-${i}` }),
    );
    const { desired, ...numbers } = updateNumbers({
      daemonSet,
      places: placesOf(daemonSet, nodes, new Map()),
    });
    return { ...numbers, desiredNumberScheduled: desired };
  }
  const { shouldRun, mayStay } = planPlacement(daemonSet, nodeOf(fields(given.node)));
  return { shouldRun, shouldContinueRunning: mayStay };
}

function nodeOf({ name, labels, taints, unschedulable }: Fields): Node {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: text(name), labels },
    spec: { taints, unschedulable },
    status: {},
  } as unknown as Node;
}
