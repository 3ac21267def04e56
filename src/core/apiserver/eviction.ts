import type { Draft } from "#core/api/define.ts";
import { matchesLabels, selectorFromObject } from "#core/api/label-selector.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { requireKind } from "#core/api/registry.ts";
import type { RequestOptions } from "#core/api/request.ts";
import type {
  Condition,
  Pod,
  PodCondition,
  PodDisruptionBudget,
} from "#core/api/schema/generated/types.ts";
import {
  badRequest,
  forbidden,
  notFound,
  StatusError,
  type Status,
  type StatusCause,
} from "#core/api/status.ts";
import { formatTime } from "#core/base/time.ts";
import { keyOfCall, resourceOf, type Call, type ServerContext } from "./context.ts";
import { deleteObject } from "./delete.ts";

const BUDGET = "PodDisruptionBudget";
const DISRUPTION_ALLOWED = "DisruptionAllowed";
const RETRY_SECONDS = 10;
const MAX_DISRUPTED_PODS = 2000;

/** Evicts a pod: a polite delete, unless a disruption budget is in the way. Models registry/core/pod EvictionREST.Create. */
export function evictPod(context: ServerContext, call: Call): Status {
  const { request } = call;
  const pod = context.store.get(call.kind.storedAs, keyOfCall(call)) as Pod | undefined;
  if (!pod) throw notFound(resourceOf(call), request.name);
  const { metadata, deleteOptions = {} } = (request.body ?? {}) as EvictionBody;
  if (metadata?.name && metadata.name !== request.name)
    throw badRequest("name in URL does not match name in Eviction object");
  const isDryRun = request.options.dryRun === true || (deleteOptions.dryRun ?? []).includes("All");
  const { dryRun: _dryRun, ...rest } = deleteOptions;
  const options: RequestOptions = {
    ...request.options,
    ...rest,
    ...(isDryRun && { dryRun: true }),
  };
  const asked: Call = { ...call, request: { ...request, options } };
  if (!ignoresBudgets(pod)) useBudget(context, asked, pod);
  markDisrupted(context, asked, pod);
  deleteObject(context, {
    ...asked,
    request: { ...asked.request, verb: "delete", subresource: "" },
  });
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
}

interface EvictionBody {
  readonly metadata?: { readonly name?: string };
  readonly deleteOptions?: Omit<RequestOptions, "dryRun"> & { readonly dryRun?: readonly string[] };
}

/** What is over, leaving or not yet begun disrupts nobody. Models canIgnorePDB. */
function ignoresBudgets({ status, metadata }: Pod): boolean {
  const { phase } = status;
  return (
    phase === "Succeeded" ||
    phase === "Failed" ||
    phase === "Pending" ||
    metadata.deletionTimestamp !== undefined
  );
}

function useBudget(context: ServerContext, call: Call, pod: Pod): void {
  const all = context.store.list(BUDGET, call.request.namespace) as readonly PodDisruptionBudget[];
  const budgets = all.filter(({ spec }) =>
    matchesLabels(selectorFromObject(spec.selector), pod.metadata.labels),
  );
  const [budget] = budgets;
  if (!budget) return;
  if (budgets.length > 1)
    throw new StatusError({
      message:
        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
      code: 500,
    });
  if (!isReady(pod) && allowsUnready(budget)) return;
  takeDisruption(context, call, budget);
}

function isReady({ status }: Pod): boolean {
  return (
    status.conditions?.some((each) => each.type === "Ready" && each.status === "True") ?? false
  );
}

/** A pod that is not ready counts for nothing, if the budget is content or does not care. */
function allowsUnready({ spec, status }: PodDisruptionBudget): boolean {
  if (spec.unhealthyPodEvictionPolicy === "AlwaysAllow") return true;
  return status.desiredHealthy > 0 && status.currentHealthy >= status.desiredHealthy;
}

/** Takes one disruption out of a budget, or refuses. Models checkAndDecrement. */
function takeDisruption(context: ServerContext, call: Call, budget: PodDisruptionBudget): void {
  const { metadata, status } = budget;
  const name = metadata.name ?? "";
  const refused = (problem: string) =>
    forbidden({ group: "policy", resource: "poddisruptionbudget" }, name, problem);
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0))
    throw tooManyRequests(`The disruption budget ${name} is still being processed by the server.`);
  if (status.disruptionsAllowed < 0) throw refused("pdb disruptions allowed is negative");
  if (Object.keys(status.disruptedPods ?? {}).length > MAX_DISRUPTED_PODS)
    throw refused("DisruptedPods map too big - too many evictions not confirmed by PDB controller");
  if (status.disruptionsAllowed === 0) throw tooManyRequests(shortage(budget));
  const now = formatTime(context.simulation.epochMs);
  const left = status.disruptionsAllowed - 1;
  const spent: PodDisruptionBudget = {
    ...budget,
    status: {
      ...status,
      disruptionsAllowed: left,
      disruptedPods: { ...status.disruptedPods, [call.request.name]: now },
      ...(left === 0 && { conditions: exhausted(status, now) }),
    },
  };
  context.commit({ ...call, kind: requireKind(BUDGET) }, "put", spent);
}

function shortage({ metadata, status }: PodDisruptionBudget): string {
  const name = metadata.name ?? "";
  const failed = status.conditions?.find(
    (each) =>
      each.type === DISRUPTION_ALLOWED && each.status === "False" && each.reason === "SyncFailed",
  );
  if (failed)
    return `The disruption budget ${name} does not allow evicting pods currently because it failed sync: ${failed.message}`;
  return `The disruption budget ${name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`;
}

function exhausted(
  { conditions = [], observedGeneration }: PodDisruptionBudget["status"],
  now: string,
): readonly Condition[] {
  const before = conditions.find(({ type }) => type === DISRUPTION_ALLOWED);
  const next: Condition = {
    type: DISRUPTION_ALLOWED,
    status: "False",
    ...(observedGeneration !== undefined && { observedGeneration }),
    lastTransitionTime: before?.status === "False" ? before.lastTransitionTime : now,
    reason: "InsufficientPods",
    message: "",
  };
  return before ? conditions.map((each) => (each === before ? next : each)) : [...conditions, next];
}

/** 429. Models apimachinery errors.NewTooManyRequests with the cause of a budget. */
function tooManyRequests(message: string): StatusError {
  const causes: readonly StatusCause[] = [{ reason: "DisruptionBudget", message }];
  return new StatusError({
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    reason: "TooManyRequests",
    details: { causes, retryAfterSeconds: RETRY_SECONDS },
    code: 429,
  });
}

function markDisrupted(context: ServerContext, call: Call, pod: Pod): void {
  const { status, spec, metadata } = pod;
  const isOver =
    status.phase === "Succeeded" ||
    status.phase === "Failed" ||
    metadata.deletionTimestamp !== undefined;
  if (isOver || !spec.nodeName) return;
  const condition: PodCondition = {
    type: "DisruptionTarget",
    status: "True",
    reason: "EvictionByEvictionAPI",
    message: "Eviction API: evicting",
    lastProbeTime: null as unknown as string,
    lastTransitionTime: formatTime(context.simulation.epochMs),
  };
  const conditions = [
    ...(status.conditions ?? []).filter(({ type }) => type !== "DisruptionTarget"),
    condition,
  ];
  const disrupted: KubeObject = { ...pod, status: { ...status, conditions } } as Draft<Pod>;
  context.commit(call, "put", disrupted);
}
