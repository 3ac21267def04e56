import { compareText } from "#core/base/order.ts";
import { formatTime } from "#core/base/time.ts";
import type { NamespaceCondition } from "#core/api/schema/generated/types.ts";

/** What one look at a namespace's content found. */
export interface ContentTotals {
  /** `resource.group` (the dot stands for the core group too) -> objects left. */
  readonly remaining: ReadonlyMap<string, number>;
  /** Finalizer -> objects that carry it. */
  readonly finalizers: ReadonlyMap<string, number>;
  /** Texts of refused deletions. */
  readonly failures: readonly string[];
}

interface Finding {
  readonly type: string;
  readonly status: "True" | "False";
  readonly reason: string;
  readonly message: string;
}

/** The conditions of a namespace that is ending; one that did not change keeps its time. Models namespaceConditionUpdater. */
export function planConditions(
  before: readonly NamespaceCondition[],
  totals: ContentTotals,
  nowEpochMs: number,
): NamespaceCondition[] {
  const conditions = [...before];
  for (const finding of findingsOf(totals)) {
    const i = conditions.findIndex(({ type }) => type === finding.type);
    const old = conditions[i];
    if (
      old &&
      old.status === finding.status &&
      old.reason === finding.reason &&
      old.message === finding.message
    )
      continue;
    const condition = { ...finding, lastTransitionTime: formatTime(nowEpochMs) };
    if (old) conditions[i] = condition;
    else conditions.push(condition);
  }
  return conditions;
}

function findingsOf({ remaining, finalizers, failures }: ContentTotals): Finding[] {
  const fine = (type: string, reason: string, message: string): Finding => ({
    type,
    status: "False",
    reason,
    message,
  });
  const wrong = (type: string, reason: string, message: string): Finding => ({
    type,
    status: "True",
    reason,
    message,
  });
  return [
    fine(
      "NamespaceDeletionDiscoveryFailure",
      "ResourcesDiscovered",
      "All resources successfully discovered",
    ),
    fine(
      "NamespaceDeletionGroupVersionParsingFailure",
      "ParsedGroupVersions",
      "All legacy kube types successfully parsed",
    ),
    failures.length > 0
      ? wrong(
          "NamespaceDeletionContentFailure",
          "ContentDeletionFailed",
          `Failed to delete all resource types, ${failures.length} remaining: ${failures.join(", ")}`,
        )
      : fine(
          "NamespaceDeletionContentFailure",
          "ContentDeleted",
          "All content successfully deleted, may be waiting on finalization",
        ),
    remaining.size > 0
      ? wrong(
          "NamespaceContentRemaining",
          "SomeResourcesRemain",
          `Some resources are remaining: ${listOf(remaining, (name, count) => `${name} has ${count} resource instances`)}`,
        )
      : fine("NamespaceContentRemaining", "ContentRemoved", "All content successfully removed"),
    finalizers.size > 0
      ? wrong(
          "NamespaceFinalizersRemaining",
          "SomeFinalizersRemain",
          `Some content in the namespace has finalizers remaining: ${listOf(finalizers, (name, count) => `${name} in ${count} resource instances`)}`,
        )
      : fine(
          "NamespaceFinalizersRemaining",
          "ContentHasNoFinalizers",
          "All content-preserving finalizers finished",
        ),
  ];
}

function listOf(
  counts: ReadonlyMap<string, number>,
  textOf: (name: string, count: number) => string,
): string {
  return [...counts]
    .map(([name, count]) => textOf(name, count))
    .sort(compareText)
    .join(", ");
}
