import type { Cluster } from "./cluster.ts";
import type { Change } from "#core/client/changes.ts";
import type { Deployment, Event, Node, Pod } from "#core/api/schema/generated/types.ts";

/** Whether the newest instant held something a watcher would not want to miss: see `isTurningPoint`. */
export function isInteresting(cluster: Cluster): boolean {
  return cluster.lastTurningPoint === cluster.simulation.now;
}

/** A pod or node became ready or stopped being so, a Warning was recorded, a rollout ended or stalled. */
export function isTurningPoint(change: Change): boolean {
  switch (change.kind) {
    case "Pod":
    case "Node":
      return (
        change.type === "updated" &&
        readyOf(change.object as Pod | Node) !== readyOf(change.old as Pod | Node)
      );
    case "Event":
      return change.type === "added" && (change.object as Event).type === "Warning";
    case "Deployment": {
      const reason = progressReason(change.object as Deployment);
      return reason !== progressReason(change.old as Deployment | undefined) && ENDS.has(reason);
    }
    default:
      return false;
  }
}

const ENDS = new Set(["NewReplicaSetAvailable", "ProgressDeadlineExceeded"]);

function readyOf(object: Pod | Node): string {
  const conditions: readonly { readonly type: string; readonly status: string }[] =
    object.status.conditions ?? [];
  return conditions.find(({ type }) => type === "Ready")?.status ?? "";
}

function progressReason(deployment: Deployment | undefined): string {
  return deployment?.status.conditions?.find(({ type }) => type === "Progressing")?.reason ?? "";
}
