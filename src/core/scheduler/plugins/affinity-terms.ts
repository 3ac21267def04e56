import { matchesLabels, selectorFromObject, type Selector } from "#core/api/label-selector.ts";
import type { Pod, PodAffinityTerm } from "#core/api/schema/generated/types.ts";
import type { CycleContext } from "../framework.ts";

/** A pod affinity term with its selectors read. Models framework AffinityTerm. */
export interface AffinityTerm {
  readonly topologyKey: string;
  readonly selector: Selector;
  readonly namespaces: readonly string[];
  /** Matches nothing when the term has none. */
  readonly namespaceSelector: Selector;
}

/** A preferred term. */
export interface WeightedTerm extends AffinityTerm {
  readonly weight: number;
}

/** All terms of one pod. */
export interface PodTerms {
  readonly requiredAffinity: readonly AffinityTerm[];
  readonly requiredAntiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly WeightedTerm[];
  readonly preferredAntiAffinity: readonly WeightedTerm[];
}

/** The required terms. Throws a StatusError when a selector makes no sense. */
export function requiredTerms(pod: Pod, type: "podAffinity" | "podAntiAffinity"): AffinityTerm[] {
  return (pod.spec?.affinity?.[type]?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map(
    (term) => readTerm(pod, term),
  );
}

/** The preferred terms. Throws a StatusError when a selector makes no sense. */
export function preferredTerms(pod: Pod, type: "podAffinity" | "podAntiAffinity"): WeightedTerm[] {
  const preferred =
    pod.spec?.affinity?.[type]?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return preferred.map(({ weight, podAffinityTerm }) => ({
    weight,
    ...readTerm(pod, podAffinityTerm),
  }));
}

/** Whether a term, held by one pod, means another. */
export function matchesTerm(
  term: AffinityTerm,
  pod: Pod,
  context: Pick<CycleContext, "namespaceLabels">,
): boolean {
  const namespace = pod.metadata?.namespace ?? "";
  const isInNamespace =
    term.namespaces.includes(namespace) ||
    matchesLabels(term.namespaceSelector, context.namespaceLabels(namespace));
  return isInNamespace && matchesLabels(term.selector, pod.metadata?.labels ?? {});
}

function readTerm(pod: Pod, term: PodAffinityTerm): AffinityTerm {
  const hasNone = (term.namespaces ?? []).length === 0 && !term.namespaceSelector;
  return {
    topologyKey: term.topologyKey,
    selector: withLabelKeys(selectorFromObject(term.labelSelector), term, pod),
    namespaces: hasNone ? [pod.metadata?.namespace ?? ""] : (term.namespaces ?? []),
    namespaceSelector: selectorFromObject(term.namespaceSelector),
  };
}

function withLabelKeys(selector: Selector, term: PodAffinityTerm, pod: Pod): Selector {
  const labels = pod.metadata?.labels ?? {};
  const demand = (keys: readonly string[] | undefined, operator: "in" | "notin") =>
    (keys ?? []).flatMap((key) =>
      labels[key] === undefined ? [] : [{ key, operator, values: [labels[key]] }],
    );
  const extra = [...demand(term.matchLabelKeys, "in"), ...demand(term.mismatchLabelKeys, "notin")];
  return extra.length === 0
    ? selector
    : { ...selector, requirements: [...selector.requirements, ...extra] };
}
