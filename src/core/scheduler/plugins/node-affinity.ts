import { matchesNodeTerm, matchesRequiredAffinity } from "#core/api/node-affinity.ts";
import type { NodeSelectorTerm } from "#core/api/schema/generated/types.ts";
import { definePlugin, normalizeByMax, SKIP, SUCCESS, unresolvable } from "../framework.ts";

export const REASON_AFFINITY = "node(s) didn't match Pod's node affinity/selector";
export const REASON_AFFINITY_CONFLICT = "pod affinity terms conflict";

/** nodeSelector and required node affinity filter; preferred terms score by weight. Models plugins/nodeaffinity. */
export const nodeAffinity = definePlugin({
  name: "NodeAffinity",
  weight: 2,
  isLocal: true,
  preFilter: (pod) => {
    const required =
      pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
    if (!required && !pod.spec?.nodeSelector) return { status: SKIP };
    const nodeNames = namesAskedFor(required?.nodeSelectorTerms ?? []);
    if (nodeNames === undefined) return { status: SUCCESS };
    if (nodeNames.size === 0) return { status: unresolvable(REASON_AFFINITY_CONFLICT) };
    return { status: SUCCESS, nodeNames };
  },
  filter: (pod, { node }) =>
    matchesRequiredAffinity(pod, node) ? SUCCESS : unresolvable(REASON_AFFINITY),
  preScore: (pod) => {
    const preferred =
      pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    return { status: preferred.length === 0 ? SKIP : SUCCESS };
  },
  score: (pod, { node }) => {
    let total = 0;
    for (const { weight, preference } of pod.spec?.affinity?.nodeAffinity
      ?.preferredDuringSchedulingIgnoredDuringExecution ?? []) {
      if (weight !== 0 && matchesNodeTerm(preference, node)) total += weight;
    }
    return total;
  },
  normalize: (scores) => normalizeByMax(scores, false),
  requeueOn: ["Node"],
});

/** Names that matchFields allow, when every term names some; undefined when a term leaves the name open. */
function namesAskedFor(terms: readonly NodeSelectorTerm[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const term of terms) {
    let allowed: Set<string> | undefined;
    for (const { key, operator, values } of term.matchFields ?? []) {
      if (key !== "metadata.name" || operator !== "In") continue;
      const listed = new Set(values ?? []);
      allowed = allowed ? new Set([...allowed].filter((name) => listed.has(name))) : listed;
    }
    if (!allowed) return undefined;
    for (const name of allowed) names.add(name);
  }
  return terms.length === 0 ? undefined : names;
}
