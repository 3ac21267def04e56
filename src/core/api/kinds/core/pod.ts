import { defineKind, type Column, type Draft, type RowCondition } from "../../define.ts";
import { validatePodStatus } from "../../validation/pod-status.ts";
import { validatePod, validatePodUpdate } from "../../validation/pods.ts";
import { newPodWarnings } from "../../validation/warnings.ts";
import { aggregateContainers, isPodLevelResource } from "../../pod-resources.ts";
import { formatQuantity } from "../../quantity.ts";
import type { Container, Pod, PodSpec } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn, textColumn, wideColumn } from "../columns.ts";
import { fillInAppArmor } from "./pod-app-armor.ts";
import { podReadyText, podRestarts, podStatusText } from "./pod-columns.ts";
import { fillInLabelKeys } from "./pod-label-keys.ts";
import { qosClassOf } from "./pod-qos.ts";
import { defaultPodSpec } from "./pod-spec-defaults.ts";

/** Pod. Models pkg/registry/core/pod and pkg/apis/core/v1 SetDefaults_Pod. */
export const pod = defineKind<Pod>({
  group: "",
  version: "v1",
  kind: "Pod",
  plural: "pods",
  shortNames: ["po"],
  categories: ["all"],
  returnsDeletedObject: true,
  metadataOnUpdate: ["changes", "whole"],
  schemaName: "io.k8s.api.core.v1.Pod",
  extraSubresources: [
    "attach",
    "binding",
    "ephemeralcontainers",
    "eviction",
    "exec",
    "log",
    "portforward",
    "proxy",
    "resize",
  ],
  subresources: {
    status: {
      keptFields: ["metadata.deletionTimestamp", "metadata.ownerReferences"],
      prepareUpdate(draft, old) {
        draft.spec = old.spec as Draft<Pod>["spec"];
        keepQosClass(draft, old);
      },
      validateUpdate: validatePodStatus,
    },
  },
  hasGeneration: true,
  isIndexedByNode: true,
  trusts: { bodies: "from-template", statusUpdates: "unchecked" },
  setDefaults(draft) {
    for (const container of [
      ...(draft.spec.containers ?? []),
      ...(draft.spec.initContainers ?? []),
    ])
      defaultRequests(container);
    defaultOwnResources(draft.spec);
    draft.spec.enableServiceLinks ??= true;
    defaultPodSpec(draft.spec);
    if (draft.spec.hostNetwork) defaultHostPorts(draft);
    agreeOnPodIps(draft.status);
  },
  prepareCreate(draft, { now, warn }) {
    draft.status = { phase: "Pending", qosClass: qosClassOf(draft.spec as Pod["spec"]) };
    if (draft.spec.schedulingGates?.length)
      draft.status.conditions = [schedulingGatedCondition(now)];
    fillInLabelKeys(draft);
    for (const text of fillInAppArmor(draft)) warn?.(text);
  },
  prepareUpdate(draft, old) {
    draft.status = old.status as Draft<Pod>["status"];
  },
  gracePeriodSeconds,
  // Upstream warns of new pods only: people seldom change pods themselves.
  warnings: (each, old) => (old ? [] : newPodWarnings(each)),
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  columns: columns(),
  rowConditions,
  selectableFields: [
    { path: "spec.nodeName", read: (each) => each.spec.nodeName ?? "" },
    { path: "spec.restartPolicy", read: (each) => each.spec.restartPolicy ?? "" },
    { path: "spec.schedulerName", read: (each) => each.spec.schedulerName ?? "" },
    { path: "spec.serviceAccountName", read: (each) => each.spec.serviceAccountName ?? "" },
    { path: "spec.hostNetwork", read: (each) => String(each.spec.hostNetwork ?? false) },
    { path: "status.phase", read: (each) => each.status.phase ?? "" },
    { path: "status.podIP", read: (each) => each.status.podIP ?? "" },
    { path: "status.nominatedNodeName", read: (each) => each.status.nominatedNodeName ?? "" },
  ],
});

/** Pods that run nowhere, or no longer, go at once. Models podStrategy.CheckGracefulDelete. */
function gracePeriodSeconds({ spec, status }: Pod, asked: number | undefined): number {
  const isOver = status.phase === "Succeeded" || status.phase === "Failed";
  if (!spec.nodeName || isOver) return 0;
  const wanted = asked ?? spec.terminationGracePeriodSeconds ?? 30;
  return wanted < 0 ? 1 : wanted;
}

/** What is limited but not requested is requested as limited. The resources may be a template's, and are replaced. */
function defaultRequests(container: Draft<Container>): void {
  const { limits, requests } = container.resources ?? {};
  if (!limits || (requests && Object.keys(limits).every((name) => requests[name] !== undefined)))
    return;
  const filled = { ...requests };
  for (const [name, amount] of Object.entries(limits)) filled[name] ??= amount;
  container.resources = { ...container.resources, requests: filled };
}

/** What a pod asks for as a whole is filled up from what its containers ask for. Models defaultHugePagePodLimits and defaultPodRequests. */
function defaultOwnResources(spec: Draft<PodSpec>): void {
  const own = spec.resources;
  if (!own?.limits && !own?.requests) return;
  const limits = { ...own.limits };
  for (const [name, amount] of aggregateContainers(spec as PodSpec, "limits"))
    if (isHugePage(name)) limits[name] ??= formatQuantity(amount);
  const requests = { ...own.requests };
  if (Object.keys(limits).length > 0) {
    for (const [name, amount] of aggregateContainers(spec as PodSpec, "requests"))
      if (isPodLevelResource(name) && !isHugePage(name)) requests[name] ??= formatQuantity(amount);
    for (const [name, amount] of Object.entries(limits))
      if (isPodLevelResource(name)) requests[name] ??= amount;
  }
  spec.resources = {
    ...own,
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(Object.keys(requests).length > 0 && { requests }),
  };
}

function isHugePage(name: string): boolean {
  return name.startsWith("hugepages-");
}

/** The older of the two address fields has the say, and both end up telling the same. */
function agreeOnPodIps(status: Draft<Pod>["status"] | undefined): void {
  if (!status) return;
  if (status.podIP && status.podIPs?.[0]?.ip !== status.podIP)
    status.podIPs = [{ ip: status.podIP }];
  const first = status.podIPs?.[0]?.ip;
  if (first) status.podIP = first;
}

/** On the node's own network a container port is a port of the node. */
function defaultHostPorts(draft: Draft<Pod>): void {
  for (const container of [
    ...(draft.spec.containers ?? []),
    ...(draft.spec.initContainers ?? []),
  ]) {
    const { ports } = container;
    if (ports?.some(({ hostPort }) => !hostPort))
      container.ports = ports.map((port) =>
        port.hostPort ? port : { ...port, hostPort: port.containerPort },
      );
  }
}

/** A condition that a pod is born with. */
function schedulingGatedCondition(now: string) {
  return {
    lastProbeTime: null as unknown as string,
    lastTransitionTime: now,
    type: "PodScheduled",
    status: "False",
    reason: "SchedulingGated",
    message: "Scheduling is blocked due to non-empty scheduling gates",
  };
}

function keepQosClass(draft: Draft<Pod>, old: Pod): void {
  if (old.status.qosClass !== undefined) draft.status.qosClass = old.status.qosClass;
}

/** A pod that has come to its end. Models printers podSuccessConditions and podFailedConditions. */
function rowConditions({ status: { phase } }: Pod): readonly RowCondition[] {
  const completed = (message: string): RowCondition[] => [
    { type: "Completed", status: "True", reason: phase ?? "", message },
  ];
  if (phase === "Succeeded") return completed("The pod has completed successfully.");
  return phase === "Failed" ? completed("The pod failed.") : [];
}

function columns(): Column<Pod>[] {
  return [
    nameColumn,
    textColumn(
      "Ready",
      "The aggregate readiness state of this pod for accepting traffic.",
      podReadyText,
    ),
    textColumn("Status", "The aggregate status of the containers in this pod.", podStatusText),
    textColumn(
      "Restarts",
      "The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.",
      (each, { nowEpochMs }) => podRestarts(each, nowEpochMs),
    ),
    ageColumn,
    ...wideColumns(),
  ];
}

function wideColumns(): Column<Pod>[] {
  return [
    wideColumn(
      "IP",
      "podIP address allocated to the pod. Routable at least within the cluster. Empty if not yet allocated.",
      (each) => each.status.podIP || "<none>",
    ),
    wideColumn(
      "Node",
      "NodeName indicates in which node this pod is scheduled. If empty, this pod is a candidate for scheduling by the scheduler defined in " +
        "schedulerName. Once this field is set, the kubelet for this node becomes responsible for the lifecycle of this pod. This field " +
        "should not be used to express a desire for the pod to be scheduled on a specific node. " +
        "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename",
      (each) => each.spec.nodeName || "<none>",
    ),
    wideColumn(
      "Nominated Node",
      "nominatedNodeName is set only when this pod preempts other pods on the node, but it cannot be scheduled right away as preemption " +
        "victims receive their graceful termination periods. This field does not guarantee that the pod will be scheduled on this node. " +
        "Scheduler may decide to place the pod elsewhere if other nodes become available sooner. Scheduler may also decide to give the " +
        "resources on this node to a higher priority pod that is created after preemption. As a result, this field may be different than " +
        "PodSpec.nodeName when the pod is scheduled.",
      (each) => each.status.nominatedNodeName || "<none>",
    ),
    wideColumn(
      "Readiness Gates",
      "If specified, all readiness gates will be evaluated for pod readiness. A pod is ready when all its containers are ready AND all " +
        'conditions specified in the readiness gates have status equal to "True" More info: ' +
        "https://git.k8s.io/enhancements/keps/sig-network/580-pod-readiness-gates",
      readinessGatesText,
    ),
  ];
}

function readinessGatesText(each: Pod): string {
  const gates = each.spec.readinessGates ?? [];
  if (gates.length === 0) return "<none>";
  const isTrue = (type: string) =>
    each.status.conditions?.some(
      (condition) => condition.type === type && condition.status === "True",
    );
  return `${gates.filter((gate) => isTrue(gate.conditionType)).length}/${gates.length}`;
}
