import { assertPresent } from "#core/base/assert.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { formatTime, parseTime } from "#core/base/time.ts";
import { matchesLabels, selectorFromObject, selectorGoText } from "#core/api/label-selector.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { podDisruptionBudget } from "#core/api/kinds/policy/pod-disruption-budget.ts";
import {
  controllerOf,
  isBeingDeleted,
  keyOf,
  nameOf,
  namespaceOf,
  uidOf,
  type KubeObject,
} from "#core/api/meta.ts";
import { qualifiedResource } from "#core/api/status.ts";
import type {
  OwnerReference,
  Pod,
  PodDisruptionBudget,
  PodDisruptionBudgetStatus,
} from "#core/api/schema/generated/types.ts";
import type { Client } from "#core/client/client.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import {
  countHealthy,
  countsByScale,
  planBudgetStatus,
  planDisrupted,
  planExpectation,
  planFailedStatus,
} from "./disruption/plan.ts";
import { withoutCondition } from "./shared/conditions.ts";
import { isPodTerminal, podCondition } from "./shared/pod-state.ts";
import { kindOfReference, objectOfReference } from "./shared/scale-of.ts";

const BUDGET = "PodDisruptionBudget";
const DISRUPTION_TARGET = "DisruptionTarget";
/** A pod that was marked for disruption and still runs after this long was not disrupted. */
const STALE_AFTER_MS = 120_000;
/** Keys of pods whose mark may be stale, beside those of budgets. */
const POD_KEY = "pod ";

/** Keeps the status of disruption budgets, which the eviction subresource asks. Models pkg/controller/disruption. */
export const disruptionController = defineController({
  name: "disruption-controller",
  eventSource: "controllermanager",
  kind: BUDGET,
  watches: [{ kind: "Pod", keysFor: keysForPod }],
  reconcile(key, context) {
    if (key.startsWith(POD_KEY)) return clearStaleMark(key, context);
    const budget = context.lister<PodDisruptionBudget>(BUDGET).get(key);
    return budget ? syncBudget(context, budget) : undefined;
  },
});

function syncBudget(context: ControllerContext, budget: PodDisruptionBudget) {
  const { nowEpochMs } = context;
  const now = formatTime(nowEpochMs);
  const selector = selectorFromObject(budget.spec.selector);
  const pods = context
    .lister<Pod>("Pod")
    .inNamespace(namespaceOf(budget))
    .filter(({ metadata }) => matchesLabels(selector, metadata.labels));
  if (pods.length === 0)
    context.record(budget, { type: "Normal", reason: "NoPods", message: "No matching pods found" });
  const scale = countsByScale(budget) ? totalScale(context.client, pods) : NO_SCALE;
  if (scale.problem !== undefined) {
    const message = `Failed to calculate the number of expected pods: ${scale.problem}`;
    context.record(budget, { type: "Warning", reason: "CalculateExpectedPodCountFailed", message });
    writeStatus(context, budget, planFailedStatus(budget, { message: scale.problem, now }));
    return undefined;
  }
  if (scale.hasUnmanaged)
    context.record(budget, {
      type: "Warning",
      reason: "UnmanagedPods",
      message: `Pods selected by this PodDisruptionBudget (selector: ${selectorGoText(budget.spec.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`,
    });
  const { disruptedPods, notDeleted, recheckAt } = planDisrupted(budget, pods, nowEpochMs);
  const place = namespaceOf(budget);
  for (const pod of notDeleted)
    context.record(pod, {
      type: "Warning",
      reason: "NotDeleted",
      // Upstream names the namespace twice.
      message: `Pod was expected by PDB ${place}/${place} to be deleted but it wasn't`,
    });
  const expectation = planExpectation(budget, { scale: scale.total, podCount: pods.length });
  const currentHealthy = countHealthy(pods, disruptedPods);
  const status = planBudgetStatus(budget, { ...expectation, currentHealthy, disruptedPods, now });
  writeStatus(context, budget, status);
  return recheckAt === undefined ? undefined : { requeueAfterMs: recheckAt - nowEpochMs + 1 };
}

function writeStatus(
  context: ControllerContext,
  budget: PodDisruptionBudget,
  status: PodDisruptionBudgetStatus,
): void {
  if (isSemanticallyEqual(budget.status, status)) return;
  because(context, "budget-counted", {
    budget: nameOf(budget),
    healthy: status.currentHealthy,
    desired: status.desiredHealthy,
    allowed: status.disruptionsAllowed,
  });
  context.client.update(podDisruptionBudget, { ...budget, status }, "status");
}

/** What the controllers of some pods want in all. */
interface TotalScale {
  readonly total: number;
  readonly hasUnmanaged: boolean;
  /** Why that cannot be said. */
  readonly problem?: string;
}

const NO_SCALE: TotalScale = Object.freeze({ total: 0, hasUnmanaged: false });

/** Models getExpectedScale. */
function totalScale(client: Client, pods: readonly Pod[]): TotalScale {
  const scales = new Map<string, number>();
  const seen = new Set<string>();
  let hasUnmanaged = false;
  for (const pod of pods) {
    const reference = controllerOf(pod);
    if (!reference) hasUnmanaged = true;
    if (!reference || seen.has(reference.uid)) continue;
    seen.add(reference.uid);
    const found = scaleOf(client, namespaceOf(pod), reference);
    if (typeof found === "string") return { ...NO_SCALE, problem: found };
    if (!found)
      return {
        ...NO_SCALE,
        problem: `found no controllers for pod ${JSON.stringify(nameOf(pod))}`,
      };
    scales.set(found.uid, found.replicas);
  }
  return { total: [...scales.values()].reduce((sum, each) => sum + each, 0), hasUnmanaged };
}

/** The replicas that a pod's controller wants, that of a Deployment behind a ReplicaSet; a text says why nobody can tell. Models the finders. */
function scaleOf(
  client: Client,
  namespace: string,
  reference: OwnerReference,
): { readonly uid: string; readonly replicas: number } | string | undefined {
  const kind = kindOfReference(client, reference);
  if (!kind)
    return `no matches for kind ${JSON.stringify(reference.kind)} in version ${JSON.stringify(reference.apiVersion)}`;
  const object = objectOfReference(client, kind, { namespace, name: reference.name });
  const { scale } = kind.subresources;
  if (!scale)
    return `${qualifiedResource({ group: kind.group, resource: kind.plural })} does not implement the scale subresource`;
  if (!object || uidOf(object) !== reference.uid) return undefined;
  const owner = kind.kind === "ReplicaSet" ? controllerOf(object) : undefined;
  const above = owner?.kind === "Deployment" ? scaleOf(client, namespace, owner) : undefined;
  return typeof above === "object"
    ? above
    : { uid: uidOf(object), replicas: scale.readReplicas(object) };
}

function keysForPod(
  object: KubeObject,
  _old: KubeObject | undefined,
  change: string,
  context: ControllerContext,
): readonly string[] {
  const pod = object as Pod;
  const keys = change !== "deleted" && staleAt(pod) !== undefined ? [POD_KEY + keyOf(pod)] : [];
  const budgets = context
    .lister<PodDisruptionBudget>(BUDGET)
    .inNamespace(namespaceOf(pod))
    .filter(({ spec }) => matchesLabels(selectorFromObject(spec.selector), pod.metadata.labels));
  const [first] = budgets;
  if (!first) return keys;
  if (budgets.length > 1)
    context.record(pod, {
      type: "Warning",
      reason: "MultiplePodDisruptionBudgets",
      message: `Pod ${JSON.stringify(namespaceOf(pod))}/${JSON.stringify(nameOf(pod))} matches multiple PodDisruptionBudgets.  Chose ${JSON.stringify(nameOf(first))} arbitrarily.`,
    });
  return [...keys, keyOf(first)];
}

/** When the mark of a pod that nobody deletes gets stale, as Unix milliseconds. Models nonTerminatingPodHasStaleDisruptionCondition. */
function staleAt(pod: Pod): number | undefined {
  const mark = podCondition(pod, DISRUPTION_TARGET);
  if (mark?.status !== "True" || isBeingDeleted(pod) || isPodTerminal(pod)) return undefined;
  if (mark.reason === "TerminationByKubelet") return undefined;
  return (parseTime(mark.lastTransitionTime ?? "") ?? 0) + STALE_AFTER_MS;
}

/** Takes back the mark of a pod that was to be disrupted and was not. Models syncStalePodDisruption. */
function clearStaleMark(key: string, context: ControllerContext) {
  const pod = context.lister<Pod>("Pod").get(key.slice(POD_KEY.length));
  const due = pod && staleAt(pod);
  if (!pod || due === undefined) return undefined;
  if (due > context.nowEpochMs) return { requeueAfterMs: due - context.nowEpochMs };
  const mark = assertPresent(podCondition(pod, DISRUPTION_TARGET), "a stale pod has a mark");
  const conditions = [
    ...withoutCondition(pod.status.conditions, DISRUPTION_TARGET),
    {
      type: mark.type,
      status: "False",
      ...(mark.lastProbeTime !== undefined && { lastProbeTime: mark.lastProbeTime }),
      lastTransitionTime: formatTime(context.nowEpochMs),
    },
  ];
  because(context, "disruption-mark-stale", { pod: nameOf(pod) });
  context.client.update(podKind, { ...pod, status: { ...pod.status, conditions } }, "status");
  return undefined;
}
