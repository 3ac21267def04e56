import { isEqual } from "#core/base/equal.ts";
import { parseTime, type Millis } from "#core/base/time.ts";
import { customKindOf } from "#core/api/custom-kinds.ts";
import type { KindDefinition } from "#core/api/define.ts";
import { customResourceDefinition } from "#core/api/kinds/apiextensions/custom-resource-definition.ts";
import { namespace as namespaceKind } from "#core/api/kinds/core/namespace.ts";
import { kinds } from "#core/api/kinds/index.ts";
import { isBeingDeleted, nameOf, type KubeObject } from "#core/api/meta.ts";
import { isStatusReason, StatusError } from "#core/api/status.ts";
import type { Namespace } from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import { planConditions, type ContentTotals } from "./namespace/conditions.ts";

/** Writers that did not see the deletion yet get this long to fail first. Models namespaceDeletionGracePeriod. */
const GRACE_MS: Millis = 5000;
/** Seconds guessed for objects that only finalizers hold. Models finalizerEstimateSeconds. */
const FINALIZER_ESTIMATE_SECONDS = 15;
const FINALIZER = "kubernetes";

/** Empties a namespace that is being deleted, then lets it go. Models pkg/controller/namespace. */
export const namespaceController = defineController({
  name: "namespace-controller",
  kind: "Namespace",
  watches: [],
  reconcile(key, context) {
    const namespace = context.lister<Namespace>("Namespace").get(key);
    if (!namespace || !isBeingDeleted(namespace)) return undefined;
    if ((namespace.spec.finalizers ?? []).length === 0) return undefined;
    const begins = (parseTime(namespace.metadata.deletionTimestamp ?? "") ?? 0) + GRACE_MS;
    if (context.nowEpochMs < begins) return { requeueAfterMs: begins - context.nowEpochMs };
    const { totals, estimateSeconds } = deleteContent(context, nameOf(namespace));
    const latest = writeConditions(context, namespace, totals);
    if (totals.remaining.size > 0)
      return { requeueAfterMs: (Math.floor(estimateSeconds / 2) + 1) * 1000 };
    because(context, "namespace-empty", { namespace: nameOf(namespace) });
    const finalizers = (latest.spec.finalizers ?? []).filter((each) => each !== FINALIZER);
    context.client.update(
      namespaceKind,
      { ...latest, spec: { ...latest.spec, finalizers } },
      "finalize",
    );
    return undefined;
  },
});

interface Draft {
  remaining: Map<string, number>;
  finalizers: Map<string, number>;
  failures: string[];
  estimateSeconds: number;
}

/** Deletes everything in the namespace; pods first, and nothing else while any is left. Models deleteAllContent with OrderedNamespaceDeletion. */
function deleteContent(
  context: ControllerContext,
  namespace: string,
): { readonly totals: ContentTotals; readonly estimateSeconds: number } {
  const draft: Draft = {
    remaining: new Map(),
    finalizers: new Map(),
    failures: [],
    estimateSeconds: 0,
  };
  const custom = context.client
    .list(customResourceDefinition)
    .flatMap((definition) => customKindOf(definition) ?? []);
  const all = [...kinds.filter(({ conversion }) => !conversion), ...custom].filter(
    ({ namespaced, verbs }) => namespaced && verbs.includes("delete") && verbs.includes("list"),
  );
  const [pods, others] = [
    all.filter(({ storedAs }) => storedAs === "Pod"),
    all.filter(({ storedAs }) => storedAs !== "Pod"),
  ];
  for (const kind of pods) deleteAll(context, draft, { kind, namespace });
  if (draft.remaining.size === 0)
    for (const kind of others) deleteAll(context, draft, { kind, namespace });
  return { totals: draft, estimateSeconds: draft.estimateSeconds };
}

function deleteAll(
  context: ControllerContext,
  draft: Draft,
  { kind, namespace }: { readonly kind: KindDefinition; readonly namespace: string },
): void {
  const before = context.client.list(kind, { namespace });
  if (before.length === 0) return;
  because(context, "namespace-ending", { namespace });
  for (const object of before)
    if (!isBeingDeleted(object))
      deleteOne(context, draft, { kind, namespace, name: nameOf(object) });
  const left = context.client.list(kind, { namespace });
  if (left.length === 0) return;
  draft.remaining.set(`${kind.plural}.${kind.group}`, left.length);
  for (const object of left) {
    draft.estimateSeconds = Math.max(draft.estimateSeconds, estimateOf(object));
    for (const finalizer of object.metadata.finalizers ?? [])
      draft.finalizers.set(finalizer, (draft.finalizers.get(finalizer) ?? 0) + 1);
  }
}

function deleteOne(
  context: ControllerContext,
  draft: Draft,
  {
    kind,
    namespace,
    name,
  }: { readonly kind: KindDefinition; readonly namespace: string; readonly name: string },
): void {
  try {
    context.client.delete(kind, { namespace, name }, { propagationPolicy: "Background" });
  } catch (error) {
    if (isStatusReason(error, "NotFound")) return;
    if (!(error instanceof StatusError)) throw error;
    draft.failures.push(error.message);
  }
}

/** How long this object may take to go. */
function estimateOf({ kind, metadata }: KubeObject): number {
  if ((metadata.finalizers ?? []).length > 0) return FINALIZER_ESTIMATE_SECONDS;
  return kind === "Pod" ? (metadata.deletionGracePeriodSeconds ?? 0) : 0;
}

function writeConditions(
  context: ControllerContext,
  namespace: Namespace,
  totals: ContentTotals,
): Namespace {
  const before = namespace.status.conditions ?? [];
  const conditions = planConditions(before, totals, context.nowEpochMs);
  if (isEqual(before, conditions) && namespace.status.phase === "Terminating") return namespace;
  const remaining = [...totals.remaining.values()].reduce((sum, count) => sum + count, 0);
  because(context, "namespace-remaining", { namespace: nameOf(namespace), remaining });
  return context.client.update<Namespace>(
    namespaceKind,
    { ...namespace, status: { phase: "Terminating", conditions } },
    "status",
  );
}
