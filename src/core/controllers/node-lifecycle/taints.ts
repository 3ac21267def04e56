import { formatTime } from "#core/base/time.ts";
import type { Node, Taint } from "#core/api/schema/generated/types.ts";
import { findCondition } from "../shared/conditions.ts";

export const NOT_READY = "node.kubernetes.io/not-ready";
export const UNREACHABLE = "node.kubernetes.io/unreachable";
export const OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";
const UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

/** Condition type and status -> key of the NoSchedule taint that stands for it. */
const CONDITION_TAINTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: NOT_READY, Unknown: UNREACHABLE },
  MemoryPressure: { True: "node.kubernetes.io/memory-pressure" },
  DiskPressure: { True: "node.kubernetes.io/disk-pressure" },
  NetworkUnavailable: { True: "node.kubernetes.io/network-unavailable" },
  PIDPressure: { True: "node.kubernetes.io/pid-pressure" },
};

const OUR_KEYS: ReadonlySet<string> = new Set([
  UNSCHEDULABLE,
  ...Object.values(CONDITION_TAINTS).flatMap((byStatus) => Object.values(byStatus)),
]);

/** Taints to add and to remove, in that order. */
export interface TaintChange {
  readonly add: readonly Taint[];
  readonly remove: readonly Taint[];
}

/** The NoSchedule taints that follow from the node's conditions and spec.unschedulable. Models doNoScheduleTaintingPass. */
export function planNoSchedule({ spec, status }: Node): TaintChange {
  const wanted = (status.conditions ?? []).flatMap((condition) => {
    const key = CONDITION_TAINTS[condition.type]?.[condition.status];
    return key === undefined ? [] : [key];
  });
  if (spec.unschedulable === true) wanted.push(UNSCHEDULABLE);
  const present = (spec.taints ?? []).filter(
    ({ effect, key }) => effect === "NoSchedule" && OUR_KEYS.has(key),
  );
  return {
    add: wanted
      .filter((key) => !present.some((taint) => taint.key === key))
      .map((key) => ({ key, effect: "NoSchedule" })),
    remove: present.filter(({ key }) => !wanted.includes(key)),
  };
}

/** The NoExecute taint that the Ready condition asks for: one of the two keys, never both. Models doNoExecuteTaintingPass. */
export function planNoExecute(node: Node): TaintChange {
  const status = findCondition(node.status.conditions, "Ready")?.status;
  const key = status === "False" ? NOT_READY : status === "Unknown" ? UNREACHABLE : undefined;
  const present = reachabilityTaints(node);
  return {
    add:
      key === undefined || present.some((taint) => taint.key === key)
        ? []
        : [{ key, effect: "NoExecute" }],
    remove: present.filter((taint) => taint.key !== key),
  };
}

/** The NoExecute taints that say the node cannot be reached or is not ready. */
export function reachabilityTaints({ spec }: Node): Taint[] {
  return (spec.taints ?? []).filter(
    ({ effect, key }) => effect === "NoExecute" && (key === NOT_READY || key === UNREACHABLE),
  );
}

/** The taints of a node after some were added (stamped with the time) and some removed. */
export function applyTaints(
  before: readonly Taint[],
  { add, remove }: TaintChange,
  nowEpochMs: number,
): Taint[] {
  const isSame = (a: Taint, b: Taint) => a.key === b.key && a.effect === b.effect;
  const timeAdded = formatTime(nowEpochMs);
  const kept = before.filter(
    (taint) =>
      !remove.some((each) => isSame(each, taint)) && !add.some((each) => isSame(each, taint)),
  );
  return [...kept, ...add.map((taint) => ({ ...taint, timeAdded }))];
}
