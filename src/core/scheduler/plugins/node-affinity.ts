import type {
  Node,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Pod,
} from "#core/api/schema/generated/types.ts";
import { definePlugin, normalizeByMax, SKIP, SUCCESS, unresolvable } from "../framework.ts";

export const REASON_AFFINITY = "node(s) didn't match Pod's node affinity/selector";
export const REASON_AFFINITY_CONFLICT = "pod affinity terms conflict";

/** nodeSelector and required node affinity filter; preferred terms score by weight. Models plugins/nodeaffinity. */
export const nodeAffinity = definePlugin({
  name: "NodeAffinity",
  weight: 2,
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
      if (weight !== 0 && matchesTerm(preference, node)) total += weight;
    }
    return total;
  },
  normalize: (scores) => normalizeByMax(scores, false),
  requeueOn: ["Node"],
});

/** Whether a node satisfies nodeSelector and the required node affinity. Models component-helpers nodeaffinity.GetRequiredNodeAffinity. */
export function matchesRequiredAffinity(pod: Pod, node: Node): boolean {
  if (!pod.spec?.nodeSelector && !pod.spec?.affinity) return true;
  const labels = node.metadata?.labels ?? {};
  const selector = pod.spec.nodeSelector ?? {};
  if (!Object.entries(selector).every(([key, value]) => labels[key] === value)) return false;
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return (
    required === undefined || required.nodeSelectorTerms.some((term) => matchesTerm(term, node))
  );
}

function matchesTerm(term: NodeSelectorTerm, node: Node): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return false;
  const labels = node.metadata?.labels ?? {};
  return (
    expressions.every((expression) => matchesExpression(expression, labels[expression.key])) &&
    fields.every(
      (field) => field.key === "metadata.name" && matchesField(field, node.metadata?.name ?? ""),
    )
  );
}

function matchesField({ operator, values }: NodeSelectorRequirement, name: string): boolean {
  if (values?.length !== 1) return false;
  if (operator === "In") return values[0] === name;
  return operator === "NotIn" && values[0] !== name;
}

function matchesExpression(
  { operator, values = [] }: NodeSelectorRequirement,
  value: string | undefined,
): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
    case "Lt": {
      const bound = values[0];
      if (value === undefined || bound === undefined || !isInteger(value) || !isInteger(bound))
        return false;
      return operator === "Gt" ? Number(value) > Number(bound) : Number(value) < Number(bound);
    }
    default:
      return false;
  }
}

function isInteger(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

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
