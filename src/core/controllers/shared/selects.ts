import { matchesLabels, selectorFromObject } from "#core/api/label-selector.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { LabelSelector } from "#core/api/schema/generated/types.ts";

/** A test of objects against a selector that is compiled once; an absent or empty selector of a workload matches nothing here. */
export function selectorTest(selector: LabelSelector | undefined): (object: KubeObject) => boolean {
  const selects = labelsTest(selector);
  return (object) => selects(object.metadata.labels);
}

/** The same for labels alone. */
export function labelsTest(
  selector: LabelSelector | undefined,
): (labels: Readonly<Record<string, string>> | undefined) => boolean {
  if (isEmptySelector(selector)) return () => false;
  const compiled = selectorFromObject(selector);
  return (labels) => matchesLabels(compiled, labels);
}

/** Whether the selector names no requirement. */
export function isEmptySelector(selector: LabelSelector | undefined): boolean {
  return (
    Object.keys(selector?.matchLabels ?? {}).length === 0 &&
    (selector?.matchExpressions ?? []).length === 0
  );
}
