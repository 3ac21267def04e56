import type { Deployment, ReplicaSet } from "#core/api/schema/generated/types.ts";
import { desiredReplicas, maxSurge } from "./fenceposts.ts";

export const REVISION = "deployment.kubernetes.io/revision";
export const REVISION_HISTORY = "deployment.kubernetes.io/revision-history";
export const DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas";
export const MAX_REPLICAS = "deployment.kubernetes.io/max-replicas";
const MAX_HISTORY_LENGTH = 2000;

/** Annotations of a Deployment that its ReplicaSets do not get. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  "kubectl.kubernetes.io/last-applied-configuration",
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  "deprecated.deployment.rollback.to",
]);

export type Annotations = Readonly<Record<string, string>>;

/** The revision of a set, 0 when it has none. Models deployment util Revision. */
export function revisionOf(replicaSet: ReplicaSet): number {
  return parseInteger(replicaSet.metadata.annotations?.[REVISION]) ?? 0;
}

/** The highest revision of these sets, 0 when there is none. Models MaxRevision. */
export function maxRevision(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((highest, each) => Math.max(highest, revisionOf(each)), 0);
}

/** The size the Deployment had when this set was last scaled. Malformed values count as absent. */
export function desiredAnnotation(replicaSet: ReplicaSet): number | undefined {
  return parseCount(replicaSet.metadata.annotations?.[DESIRED_REPLICAS]);
}

/** The ceiling the Deployment had when this set was last scaled. */
export function maxAnnotation(replicaSet: ReplicaSet): number | undefined {
  return parseCount(replicaSet.metadata.annotations?.[MAX_REPLICAS]);
}

/** Annotations with the Deployment's size and ceiling noted. Models SetReplicasAnnotations. */
export function withReplicasAnnotations(
  annotations: Annotations,
  deployment: Deployment,
): Annotations {
  const desired = desiredReplicas(deployment);
  return {
    ...annotations,
    [DESIRED_REPLICAS]: String(desired),
    [MAX_REPLICAS]: String(desired + maxSurge(deployment)),
  };
}

/** What the set of the current template should be annotated with. Models SetNewReplicaSetAnnotations. */
export function planAnnotations(request: {
  readonly deployment: Deployment;
  readonly before: Annotations;
  readonly revision: number;
  /** Whether the set exists already; a new one also gets the size annotations. */
  readonly exists: boolean;
}): Annotations {
  const { deployment, before, revision, exists } = request;
  const annotations: Record<string, string> = { ...before };
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {})) {
    if (!NOT_COPIED.has(key)) annotations[key] = value;
  }
  const oldText = before[REVISION];
  const oldRevision = oldText === undefined || oldText === "" ? 0 : parseInteger(oldText);
  if (oldRevision === undefined) return annotations;
  if (oldRevision < revision) {
    annotations[REVISION] = String(revision);
    // A set that had a revision and gets a higher one is being rolled back to: the number it had is kept for the record.
    if (oldText !== undefined)
      annotations[REVISION_HISTORY] = appendHistory(before[REVISION_HISTORY] ?? "", oldText);
  }
  return exists ? annotations : withReplicasAnnotations(annotations, deployment);
}

/** Adds a revision to the list and drops the oldest ones while it is too long. */
function appendHistory(history: string, revision: string): string {
  if (history === "") return revision;
  const revisions = [...history.split(","), revision];
  while (revisions.length > 1 && revisions.join(",").length > MAX_HISTORY_LENGTH) revisions.shift();
  return revisions.join(",");
}

function parseInteger(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

function parseCount(text: string | undefined): number | undefined {
  const value = parseInteger(text);
  return value !== undefined && value >= 0 && value <= 2_147_483_647 ? value : undefined;
}
