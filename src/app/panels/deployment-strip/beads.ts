import type { DeploymentView, PodView } from "#core/view/rows.ts";

/** One bead of the gauge: one pod of the Deployment that is not leaving. */
export interface Bead {
  readonly uid: string;
  readonly look: "ready" | "coming" | "waiting" | "failing";
  readonly role: PodView["revisionRole"];
  readonly revision: number;
}

/** A run of beads under one label. */
export interface BeadGroup {
  readonly id: "new" | "old" | "coming" | "waiting" | "failing";
  readonly from: number;
  readonly count: number;
  readonly revision: number;
}

/** Beads of a Deployment: available ones first, newest revision first, so that the last available one touches the floor. */
export function beadsOf(deployment: DeploymentView, pods: ReadonlyMap<string, PodView>): Bead[] {
  const beads: Bead[] = [];
  for (const pod of pods.values()) {
    if (
      pod.deployment !== deployment.name ||
      pod.namespace !== deployment.namespace ||
      pod.family === "leaving"
    )
      continue;
    beads.push({ uid: pod.uid, look: lookOf(pod), role: pod.revisionRole, revision: pod.revision });
  }
  const rank = { ready: 0, coming: 1, waiting: 2, failing: 3 };
  return beads.sort((a, b) => rank[a.look] - rank[b.look] || b.revision - a.revision);
}

/** A pod that no node can take is not on its way. */
function lookOf({ ready, family, state }: PodView): Bead["look"] {
  if (ready) return "ready";
  if (state === "unschedulable") return "waiting";
  return family === "failing" ? "failing" : "coming";
}

/** Labels under the beads. */
export function groupsOf(beads: readonly Bead[]): BeadGroup[] {
  const groups: BeadGroup[] = [];
  beads.forEach((bead, index) => {
    const id =
      bead.look !== "ready"
        ? bead.look
        : bead.role === "new" || bead.role === "none"
          ? "new"
          : "old";
    const last = groups.at(-1);
    if (last?.id === id) groups[groups.length - 1] = { ...last, count: last.count + 1 };
    else groups.push({ id, from: index, count: 1, revision: bead.revision });
  });
  return groups;
}

/** Hue of a revision: two in turn, so that neighbours always differ. */
export function revisionHue(revision: number): "revision-a" | "revision-b" {
  return revision % 2 === 0 ? "revision-a" : "revision-b";
}
