import { horizontalPodAutoscaler } from "#core/api/kinds/autoscaling/horizontal-pod-autoscaler.ts";
import { matchesLabels, parseLabelSelector } from "#core/api/label-selector.ts";
import type { KindDefinition } from "#core/api/define.ts";
import { keyOf, nameOf, namespaceOf, type KubeObject } from "#core/api/meta.ts";
import { StatusError } from "#core/api/status.ts";
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerStatus,
  MetricStatus,
  Pod,
} from "#core/api/schema/generated/types.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { formatTime } from "#core/base/time.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import {
  normalize,
  tolerancesOf,
  verdictOf,
  withCondition,
  withRescaling,
  type AutoscalerRecord,
  type Condition,
  type Verdict,
} from "./horizontal-pod-autoscaler/plan.ts";
import {
  outcomeOf,
  type MetricOutcome,
  type MetricSource,
} from "./horizontal-pod-autoscaler/proposals.ts";
import { readSamples } from "./horizontal-pod-autoscaler/samples.ts";
import { kindOfReference } from "./shared/scale-of.ts";

const AUTOSCALER = "HorizontalPodAutoscaler";
/** --horizontal-pod-autoscaler-sync-period */
const SYNC_MS = 15_000;
/** --horizontal-pod-autoscaler-cpu-initialization-period */
const CPU_INITIALIZATION_MS = 300_000;
/** --horizontal-pod-autoscaler-initial-readiness-delay */
const INITIAL_READINESS_DELAY_MS = 30_000;

const NEW_RECORD: AutoscalerRecord = {
  selector: "",
  recommendations: [],
  events: { ups: [], downs: [] },
};

/** By the key of the autoscaler. */
type AutoscalerMemory = Map<string, AutoscalerRecord>;

/** Sets how many pods there are by how busy they are, every 15 s. Models pkg/controller/podautoscaler. */
export const horizontalPodAutoscalerController = defineController({
  name: "horizontal-pod-autoscaler",
  kind: AUTOSCALER,
  watches: [{ kind: "Pod", keysFor: () => [] }],
  // Changes wait for the next look.
  isNews: () => false,
  initialState: (): AutoscalerMemory => new Map(),
  reconcile(key, context) {
    const autoscaler = context.lister<HorizontalPodAutoscaler>(AUTOSCALER).get(key);
    if (!autoscaler) {
      memoryOf(context).delete(key);
      return undefined;
    }
    // Nobody is looked at sooner than a period after it came.
    if (memoryOf(context).has(key)) new Look(context, autoscaler).run();
    else memoryOf(context).set(key, NEW_RECORD);
    return { requeueAfterMs: SYNC_MS };
  },
});

function memoryOf(context: ControllerContext): AutoscalerMemory {
  return context.memory as AutoscalerMemory;
}

/** What is scaled, as it stands. */
interface Target {
  readonly kind: KindDefinition;
  readonly object: KubeObject;
  readonly replicas: number;
  readonly statusReplicas: number;
  readonly selector: string;
}

/** One look at one autoscaler. Models reconcileAutoscaler. */
class Look {
  private readonly context: ControllerContext;
  private readonly autoscaler: HorizontalPodAutoscaler;
  private readonly key: string;
  private record: AutoscalerRecord;
  private status: HorizontalPodAutoscalerStatus;

  constructor(context: ControllerContext, autoscaler: HorizontalPodAutoscaler) {
    this.context = context;
    this.autoscaler = autoscaler;
    this.key = keyOf(autoscaler);
    this.status = autoscaler.status;
    this.record = memoryOf(context).get(this.key) ?? NEW_RECORD;
  }

  run(): void {
    const target = this.findTarget();
    if (typeof target === "string") {
      this.warn("FailedGetScale", target);
      this.able("False", "FailedGetScale", `${UNABLE_TO_GET_SCALE}: ${target}`);
    } else this.look(target);
    memoryOf(this.context).set(this.key, this.record);
    this.writeStatus();
  }

  private findTarget(): Target | string {
    const { kind: name, name: of, apiVersion = "" } = this.autoscaler.spec.scaleTargetRef;
    if (apiVersion.split("/").length > 2) return `unexpected GroupVersion string: ${apiVersion}`;
    const kind = kindOfReference(this.context.client, { apiVersion, kind: name });
    const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
    if (!kind)
      return `no matches for kind ${JSON.stringify(name)} in group ${JSON.stringify(group)}`;
    const { scale } = kind.subresources;
    if (!scale) return "the server could not find the requested resource";
    try {
      const key = { namespace: namespaceOf(this.autoscaler), name: of };
      const object = this.context.client.get(kind, key);
      return {
        kind,
        object,
        replicas: scale.readReplicas(object),
        statusReplicas: scale.readStatusReplicas(object),
        selector: scale.readSelector(object),
      };
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return error.message;
    }
  }

  private look(target: Target): void {
    const { nowEpochMs } = this.context;
    const { maxReplicas, minReplicas = 1 } = this.autoscaler.spec;
    const { replicas: currentReplicas } = target;
    this.able("True", "SucceededGetScale", ABLE_TO_GET_SCALE);
    if (this.record.recommendations.length === 0)
      this.record = {
        ...this.record,
        recommendations: [{ replicas: currentReplicas, atEpochMs: nowEpochMs }],
      };
    if (currentReplicas === 0 && minReplicas !== 0) {
      this.active(
        "ScalingDisabled",
        "scaling is disabled since the replica count of the target is zero",
      );
      this.count({ currentReplicas, desiredReplicas: 0, metrics: [] });
    } else if (currentReplicas > maxReplicas) {
      const reason = "Current number of replicas above Spec.MaxReplicas";
      this.rescale(target, { to: maxReplicas, reason, metrics: [] });
    } else if (currentReplicas < minReplicas) {
      const reason = "Current number of replicas below Spec.MinReplicas";
      this.rescale(target, { to: minReplicas, reason, metrics: [] });
    } else this.lookAtMetrics(target);
  }

  private lookAtMetrics(target: Target): void {
    const { spec } = this.autoscaler;
    const { replicas: currentReplicas } = target;
    const measured = this.measure(target);
    const { verdict, metrics } = measured;
    if (!verdict.wanted) {
      const { desiredReplicas } = this.status;
      this.count({ currentReplicas, desiredReplicas, metrics });
      this.warn("FailedComputeMetricsReplicas", verdict.error ?? "");
      return;
    }
    const { replicas: wanted, metric } = verdict.wanted;
    const reason = wanted > currentReplicas ? `${metric} above target` : "All metrics below target";
    const normalized = normalize(wanted, {
      autoscaler: this.autoscaler,
      bounds: {
        currentReplicas,
        minReplicas: spec.minReplicas ?? 1,
        maxReplicas: spec.maxReplicas,
      },
      record: this.record,
      nowEpochMs: this.context.nowEpochMs,
    });
    for (const each of normalized.conditions) this.set(each);
    this.record = { ...this.record, recommendations: normalized.recommendations };
    if (normalized.replicas === currentReplicas)
      this.count({ currentReplicas, desiredReplicas: currentReplicas, metrics });
    else
      this.rescale(target, {
        to: normalized.replicas,
        reason: wanted === currentReplicas ? "" : reason,
        metrics,
      });
  }

  /** Reads every metric. Models computeReplicasForMetrics. */
  private measure(target: Target): {
    readonly verdict: Verdict;
    readonly metrics: readonly MetricStatus[];
  } {
    const problem = this.selectorProblem(target.selector);
    if (problem !== undefined)
      return {
        verdict: { wanted: undefined, condition: problem.condition, error: problem.error },
        metrics: [],
      };
    const { namespace = "" } = this.autoscaler.metadata;
    const selector = parseLabelSelector(target.selector);
    const sight = {
      namespace,
      pods: this.podsOf(selector),
      currentReplicas: target.replicas,
      statusReplicas: target.statusReplicas,
      tolerances: tolerancesOf(this.autoscaler),
      patience: {
        nowEpochMs: this.context.nowEpochMs,
        cpuInitializationMs: CPU_INITIALIZATION_MS,
        initialReadinessDelayMs: INITIAL_READINESS_DELAY_MS,
      },
    };
    const outcomes = (this.autoscaler.spec.metrics ?? []).map((spec): MetricOutcome => {
      const outcome = outcomeOf(spec, sight, this.sourceFor(target.selector));
      if ("problem" in outcome) this.warn(outcome.reason, outcome.problem);
      return outcome;
    });
    const verdict = verdictOf(outcomes, target.replicas);
    this.set(verdict.condition);
    return { verdict, metrics: outcomes.map((each) => ("status" in each ? each.status : UNREAD)) };
  }

  /** Why the pods cannot be told. Models validateAndParseSelector. */
  private selectorProblem(
    selector: string,
  ): { readonly condition: Condition; readonly error: string } | undefined {
    if (selector === "") {
      const error = "selector is required";
      this.warn("SelectorRequired", error);
      return {
        condition: this.active("InvalidSelector", "the HPA target's scale is missing a selector"),
        error,
      };
    }
    if (this.record.selector !== selector) this.record = { ...this.record, selector };
    memoryOf(this.context).set(this.key, this.record);
    const pods = this.podsOf(parseLabelSelector(selector));
    const rivals = [...memoryOf(this.context)]
      .filter(([key]) => key.startsWith(`${namespaceOf(this.autoscaler)}/`))
      .filter(([, record]) => record.selector !== "")
      .filter(([, record]) => {
        const theirs = parseLabelSelector(record.selector);
        return pods.some(({ metadata }) => matchesLabels(theirs, metadata.labels));
      })
      .map(([key]) => key)
      .sort();
    if (rivals.length < 2) return undefined;
    const error = `pods by selector ${selector} are controlled by multiple HPAs: [${rivals.join(" ")}]`;
    this.warn("AmbiguousSelector", error);
    return { condition: this.active("AmbiguousSelector", error), error };
  }

  private podsOf(selector: ReturnType<typeof parseLabelSelector>): readonly Pod[] {
    return this.context
      .lister<Pod>("Pod")
      .inNamespace(namespaceOf(this.autoscaler))
      .filter(({ metadata }) => matchesLabels(selector, metadata.labels));
  }

  private sourceFor(labelSelector: string): MetricSource {
    const { client } = this.context;
    const namespace = namespaceOf(this.autoscaler);
    return {
      samples: (query) => readSamples(client, { ...query, namespace, labelSelector }),
      custom: () =>
        "unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered",
      external: (metric) =>
        `unable to fetch metrics from external metrics API: the server could not find the requested resource (get ${metric}.external.metrics.k8s.io)`,
    };
  }

  private rescale(
    target: Target,
    {
      to,
      reason,
      metrics,
    }: { readonly to: number; readonly reason: string; readonly metrics: readonly MetricStatus[] },
  ): void {
    const { context, autoscaler } = this;
    const { replicas: from, kind, object } = target;
    const { nowEpochMs } = context;
    const { name, namespace, uid, resourceVersion } = object.metadata;
    because(context, "autoscaled", {
      autoscaler: nameOf(autoscaler),
      target: `${kind.kind}/${nameOf(object)}`,
      from,
      to,
      reason,
    });
    const scale = {
      kind: "Scale",
      apiVersion: "autoscaling/v1",
      metadata: { name, namespace, uid, resourceVersion },
      spec: { replicas: to },
    };
    try {
      context.client.update(kind, scale as KubeObject, "scale");
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.warn("FailedRescale", `New size: ${to}; reason: ${reason}; error: ${error.message}`);
      const message = `the HPA controller was unable to update the target scale: ${error.message}`;
      this.able("False", "FailedUpdateScale", message);
      const { desiredReplicas } = this.status;
      this.count({ currentReplicas: from, desiredReplicas, metrics });
      return;
    }
    const message = `the HPA controller was able to update the target scale to ${to}`;
    this.able("True", "SucceededRescale", message);
    context.record(autoscaler, {
      type: "Normal",
      reason: "SuccessfulRescale",
      message: `New size: ${to}; reason: ${reason}`,
    });
    const events = withRescaling(this.record.events, autoscaler, { from, to, nowEpochMs });
    this.record = { ...this.record, events };
    this.count({ currentReplicas: from, desiredReplicas: to, metrics });
    this.status = { ...this.status, lastScaleTime: formatTime(nowEpochMs) };
  }

  private count({
    currentReplicas,
    desiredReplicas,
    metrics,
  }: {
    readonly currentReplicas: number;
    readonly desiredReplicas: number;
    readonly metrics: readonly MetricStatus[];
  }): void {
    const { conditions, lastScaleTime } = this.status;
    this.status = {
      ...(conditions && { conditions }),
      currentMetrics: metrics.length === 0 ? NO_METRICS : metrics,
      currentReplicas,
      desiredReplicas,
      ...(lastScaleTime !== undefined && { lastScaleTime }),
    };
  }

  private able(status: "True" | "False", reason: string, message: string): void {
    this.set({ type: "AbleToScale", status, reason, message });
  }

  private active(reason: string, message: string): Condition {
    const condition = { type: "ScalingActive", status: "False", reason, message };
    this.set(condition);
    return condition;
  }

  private set(condition: Condition): void {
    const conditions = withCondition(
      this.status.conditions ?? [],
      condition,
      formatTime(this.context.nowEpochMs),
    );
    this.status = { ...this.status, conditions };
  }

  private warn(reason: string, message: string): void {
    this.context.record(this.autoscaler, { type: "Warning", reason, message });
  }

  private writeStatus(): void {
    const { context, autoscaler, status } = this;
    if (isSemanticallyEqual(autoscaler.status, status)) return;
    because(context, "autoscaler-counted", {
      autoscaler: nameOf(autoscaler),
      current: status.currentReplicas ?? 0,
      desired: status.desiredReplicas,
    });
    try {
      context.client.update(horizontalPodAutoscaler, { ...autoscaler, status }, "status");
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.warn("FailedUpdateStatus", error.message);
    }
  }
}

const ABLE_TO_GET_SCALE = "the HPA controller was able to get the target's current scale";
const UNABLE_TO_GET_SCALE = "the HPA controller was unable to get the target's current scale";
/** Go's value of a metric that could not be read. */
const UNREAD: MetricStatus = { type: "" };
/** The server writes the list of metrics as null while there are none. */
const NO_METRICS = null as unknown as readonly MetricStatus[];
