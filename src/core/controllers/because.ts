import type { ControllerContext } from "#core/client/controller.ts";

/** Every reason that a controller gives for its writes, with the names of its facts. Texts for people are made from these. */
export const BECAUSE = {
  /** Claim: an orphan matches the selector, or a dependent matches no longer. */
  "pod-adopted": ["owner", "pod"],
  "pod-released": ["owner", "pod"],
  "replicaset-adopted": ["owner", "replicaSet"],
  "replicaset-released": ["owner", "replicaSet"],
  /** ReplicaSet. `victimRule` is a VictimRule of replicaset/ranking.ts. */
  "replicas-missing": ["desired", "current", "missing"],
  "replicas-surplus": ["desired", "current", "surplus", "victim", "victimRule"],
  /** A controller counts what it sees and writes it into the status. */
  "status-counted": ["kind", "replicas", "ready", "available"],
  /** Deployment. */
  "template-changed": ["revision", "replicaSet", "replicas"],
  "first-rollout": ["revision", "replicaSet", "replicas"],
  "revision-noted": ["revision"],
  rollback: ["toRevision", "revision", "replicaSet"],
  "rollout-scale-up": ["replicaSet", "from", "to", "ceiling"],
  "rollout-scale-down": ["replicaSet", "from", "to", "floor"],
  "rollout-remove-unhealthy": ["replicaSet", "from", "to", "unhealthy"],
  "recreate-scale-down": ["replicaSet", "from", "to"],
  "recreate-scale-up": ["replicaSet", "from", "to"],
  "scaled-by-you": ["replicaSet", "from", "to", "desired"],
  "scaled-proportionally": ["replicaSet", "from", "to", "desired"],
  "new-replicaset-saturated": ["replicaSet", "from"],
  "annotations-copied": ["replicaSet"],
  "rollout-progressing": ["updated", "desired", "available"],
  "rollout-complete": ["replicaSet", "replicas"],
  "progress-deadline-exceeded": ["seconds"],
  "minimum-available": ["available", "minimum", "isMet"],
  "rollout-paused": [],
  "rollout-resumed": [],
  "hash-collision": ["replicaSet", "collisionCount"],
  "replicaset-create-failed": ["replicaSet", "message"],
  "history-over-limit": ["replicaSet", "revision", "limit"],
  /** Disruption budgets. */
  "budget-counted": ["budget", "healthy", "desired", "allowed"],
  "disruption-mark-stale": ["pod"],
  /** Autoscalers. `reason` is what the event says. */
  autoscaled: ["autoscaler", "target", "from", "to", "reason"],
  "autoscaler-counted": ["autoscaler", "current", "desired"],
  /** DaemonSet. */
  "daemon-missing": ["node"],
  "daemon-not-wanted": ["pod", "node"],
  "daemon-failed": ["pod", "node"],
  "daemon-succeeded": ["pod", "node"],
  "daemon-surplus": ["pod", "node"],
  "daemon-replaced": ["pod", "node"],
  "daemon-outdated": ["pod", "node"],
  "daemon-node-gone": ["pod", "node"],
  /** StatefulSet. */
  "ordinal-missing": ["pod", "ordinal"],
  "stateful-ended": ["pod", "replicas"],
  "stateful-scaled": ["pod", "replicas"],
  "stateful-outdated": ["pod", "replicas"],
  "stateful-identity": ["pod"],
  "stateful-claim": ["pod", "claim"],
  "stateful-claim-owner": ["claim", "owner"],
  /** Job. */
  "job-pods-missing": ["job", "wanted", "active", "missing"],
  "job-surplus": ["job", "wanted"],
  "job-suspended": ["job", "wanted"],
  "job-ending": ["job", "reason"],
  "job-counted": ["job", "active", "succeeded", "failed"],
  "job-pod-counted": ["pod"],
  "job-expired": ["job", "seconds"],
  /** CronJob. */
  "cronjob-due": ["cronJob", "job"],
  "cronjob-counted": ["cronJob", "active"],
  "cronjob-history": ["job"],
  "cronjob-replaced": ["job"],
  /** Volumes. */
  "volume-bound": ["volume", "claim"],
  "ephemeral-claim": ["pod", "claim"],
  "volume-asked-for": ["claim", "provisioner"],
  "volume-made": ["volume", "claim"],
  "volume-released": ["volume", "claim", "policy"],
  "volume-reclaimed": ["volume"],
  /** EndpointSlice. */
  "endpoints-changed": ["service", "ready", "notReady"],
  "service-gone": ["service"],
  /** Garbage collector. */
  "owner-gone": ["ownerKind", "ownerName", "ownerUid"],
  "owner-waits": ["ownerKind", "ownerName"],
  "dependents-gone": ["kind", "name"],
  "dependents-orphaned": ["ownerKind", "ownerName"],
  "dangling-reference": ["ownerKind", "ownerName"],
  "cycle-unblocked": ["name"],
  /** Namespace. */
  "namespace-ending": ["namespace"],
  "namespace-empty": ["namespace"],
  "namespace-remaining": ["namespace", "remaining"],
  /** Nodes. */
  "node-silent": ["node", "seconds"],
  "node-heard-again": ["node"],
  "node-condition-taint": ["node", "taint"],
  "node-not-ready-pods": ["node", "pod"],
  "taint-eviction": ["node", "taint", "seconds"],
  /** Service accounts and root certificates. */
  "default-service-account": ["namespace"],
  "root-certificate": ["namespace"],
  "rules-gathered": ["role", "rules"],
  /** Pod garbage collector. */
  "pod-node-gone": ["node", "pod"],
  "pod-never-scheduled": ["pod"],
  "pod-out-of-service": ["node", "pod"],
  "terminated-pods-over-limit": ["pod", "limit"],
} as const;

/** A code of the list. */
export type BecauseCode = keyof typeof BECAUSE;

/** Says why the writes that follow are made; the facts are checked against the list. */
export function because<Code extends BecauseCode>(
  context: Pick<ControllerContext, "because">,
  code: Code,
  facts: Readonly<Record<(typeof BECAUSE)[Code][number], string | number | boolean>>,
): void {
  context.because(code, facts);
}
