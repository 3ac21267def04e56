import type {
  Node,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Pod,
} from "./schema/generated/types.ts";

/** Whether a node satisfies nodeSelector and the required node affinity. Models component-helpers nodeaffinity.GetRequiredNodeAffinity. */
export function matchesRequiredAffinity(pod: Pod, node: Node): boolean {
  if (!pod.spec?.nodeSelector && !pod.spec?.affinity) return true;
  const labels = node.metadata?.labels ?? {};
  const selector = pod.spec.nodeSelector ?? {};
  if (!Object.entries(selector).every(([key, value]) => labels[key] === value)) return false;
  const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return (
    required === undefined || required.nodeSelectorTerms.some((term) => matchesNodeTerm(term, node))
  );
}

/** Whether one term of a node selector chooses a node; a term without requirements chooses none. Models nodeaffinity.nodeSelectorTerm.match. */
export function matchesNodeTerm(term: NodeSelectorTerm, node: Node): boolean {
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
