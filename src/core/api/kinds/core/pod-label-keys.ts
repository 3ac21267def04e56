import type { Draft } from "../../define.ts";
import type {
  LabelSelector,
  Pod,
  PodAffinity,
  PodAffinityTerm,
  TopologySpreadConstraint,
} from "../../schema/generated/types.ts";

type Labels = Readonly<Record<string, string>>;

/**
 * Writes the values that a new pod has for `matchLabelKeys` and `mismatchLabelKeys` into the selectors beside them. What is changed is replaced,
 * since pods of one template share the rest. Models registry/core/pod mutatePodAffinity and mutateTopologySpreadConstraints.
 */
export function fillInLabelKeys({ metadata, spec }: Draft<Pod>): void {
  const labels: Labels = metadata.labels ?? {};
  const { affinity, topologySpreadConstraints } = spec as Pod["spec"];
  if (affinity && (affinity.podAffinity ?? affinity.podAntiAffinity))
    spec.affinity = {
      ...affinity,
      ...(affinity.podAffinity && { podAffinity: filledAffinity(affinity.podAffinity, labels) }),
      ...(affinity.podAntiAffinity && {
        podAntiAffinity: filledAffinity(affinity.podAntiAffinity, labels),
      }),
    } as Draft<typeof affinity>;
  if (topologySpreadConstraints?.some(({ matchLabelKeys }) => matchLabelKeys?.length))
    spec.topologySpreadConstraints = topologySpreadConstraints.map((constraint) =>
      filled(constraint, labels),
    ) as Draft<TopologySpreadConstraint>[];
}

function filledAffinity(affinity: PodAffinity, labels: Labels): PodAffinity {
  const required = affinity.requiredDuringSchedulingIgnoredDuringExecution;
  const preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution;
  return {
    ...affinity,
    ...(preferred && {
      preferredDuringSchedulingIgnoredDuringExecution: preferred.map((each) => ({
        ...each,
        podAffinityTerm: filled(each.podAffinityTerm, labels),
      })),
    }),
    ...(required && {
      requiredDuringSchedulingIgnoredDuringExecution: required.map((term) => filled(term, labels)),
    }),
  };
}

/** A selector that is not there selects nothing, and stays so. */
function filled<T extends PodAffinityTerm | TopologySpreadConstraint>(term: T, labels: Labels): T {
  const { labelSelector, matchLabelKeys = [] } = term;
  const mismatchLabelKeys = "mismatchLabelKeys" in term ? (term.mismatchLabelKeys ?? []) : [];
  if (!labelSelector) return term;
  const added = [
    ...demands(matchLabelKeys, "In", labels),
    ...demands(mismatchLabelKeys, "NotIn", labels),
  ];
  if (added.length === 0) return term;
  const matchExpressions = [...(labelSelector.matchExpressions ?? []), ...added];
  return { ...term, labelSelector: { ...labelSelector, matchExpressions } };
}

function demands(
  keys: readonly string[],
  operator: "In" | "NotIn",
  labels: Labels,
): NonNullable<LabelSelector["matchExpressions"]> {
  return keys.flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
}
