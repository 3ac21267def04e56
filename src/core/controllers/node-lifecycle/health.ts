import { formatTime, parseTime } from "#core/base/time.ts";
import type { Lease, Node, NodeCondition } from "#core/api/schema/generated/types.ts";
import { findCondition } from "../shared/conditions.ts";

/** Silence after which a node counts as lost. */
export const MONITOR_GRACE_MS = 50_000;
/** The same for a node that never reported. */
export const STARTUP_GRACE_MS = 60_000;

/** What the controller remembers of a node: when it last saw a sign of life, by the controller's own clock. */
export interface NodeHealth {
  readonly uid: string;
  /** Unix milliseconds. */
  readonly probeAt: number;
  readonly heartbeat: string;
  readonly renewTime: string;
}

/** Brings the memory up to date: any new heartbeat or lease renewal counts as a sign of life. Models the first half of tryUpdateNodeHealth. */
export function observeHealth(
  before: NodeHealth | undefined,
  {
    node,
    lease,
    nowEpochMs,
  }: { readonly node: Node; readonly lease: Lease | undefined; readonly nowEpochMs: number },
): NodeHealth {
  const ready = findCondition(node.status.conditions, "Ready");
  const uid = node.metadata.uid ?? "";
  const heartbeat = ready?.lastHeartbeatTime ?? "";
  const renewTime = lease?.spec?.renewTime ?? "";
  if (!before || before.uid !== uid) {
    const created = parseTime(node.metadata.creationTimestamp ?? "") ?? nowEpochMs;
    return { uid, heartbeat, renewTime, probeAt: ready ? nowEpochMs : created };
  }
  if (heartbeat === before.heartbeat && renewTime === before.renewTime) return before;
  const isAlive = heartbeat !== before.heartbeat || isLater(renewTime, before.renewTime);
  return {
    uid,
    heartbeat,
    renewTime: isLater(renewTime, before.renewTime) ? renewTime : before.renewTime,
    probeAt: isAlive ? nowEpochMs : before.probeAt,
  };
}

function isLater(a: string, b: string): boolean {
  return a !== b && (parseTime(a) ?? 0) > (parseTime(b) ?? 0);
}

const WATCHED_CONDITIONS = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"];

/** How long the node has been silent, in milliseconds, when that is too long; undefined while it is not. */
export function silenceOf(
  node: Node,
  { probeAt }: NodeHealth,
  nowEpochMs: number,
): number | undefined {
  const graceMs = findCondition(node.status.conditions, "Ready")
    ? MONITOR_GRACE_MS
    : STARTUP_GRACE_MS;
  const silence = nowEpochMs - probeAt;
  return silence > graceMs ? silence : undefined;
}

/** The conditions of a node nobody hears from; those that are Unknown already stay. Models the second half of tryUpdateNodeHealth. */
export function silentConditions(node: Node, nowEpochMs: number): NodeCondition[] {
  const now = formatTime(nowEpochMs);
  const conditions = [...(node.status.conditions ?? [])];
  for (const type of WATCHED_CONDITIONS) {
    const i = conditions.findIndex((condition) => condition.type === type);
    const current = conditions[i];
    if (!current) {
      const created = node.metadata.creationTimestamp ?? now;
      const message = "Kubelet never posted node status.";
      conditions.push({
        type,
        status: "Unknown",
        reason: "NodeStatusNeverUpdated",
        message,
        lastHeartbeatTime: created,
        lastTransitionTime: now,
      });
    } else if (current.status !== "Unknown") {
      const message = "Kubelet stopped posting node status.";
      conditions[i] = {
        ...current,
        status: "Unknown",
        reason: "NodeStatusUnknown",
        message,
        lastTransitionTime: now,
      };
    }
  }
  return conditions;
}
