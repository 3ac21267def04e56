import { controllerOf } from "#core/api/meta.ts";
import { qosClassOf } from "#core/api/kinds/core/pod-qos.ts";
import type { Container, Pod } from "#core/api/schema/generated/types.ts";
import { writeContainers } from "./containers.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { writeSpread, writeTolerations } from "./scheduling.ts";
import { ago, DescribeText, longTime } from "./text.ts";
import { writeVolumes } from "./volumes.ts";

/** Models describe.PodDescriber. */
export const podDescriber = defineDescriber<Pod>({
  group: "",
  kind: "Pod",
  *describe(pod, context) {
    const events = yield* eventsOf(pod, context);
    const now = context.session.nowEpochMs();
    const text = new DescribeText();
    writeIdentity(text, pod);
    writePhase(text, pod, now);
    writeAddresses(text, pod);
    writeAllContainers(text, pod);
    writeConditions(text, pod);
    writeVolumes(text, pod.spec?.volumes, "");
    text.line(0, `QoS Class:\t${pod.status?.qosClass ?? qosClassOf(pod.spec)}`);
    text.labels("Node-Selectors", pod.spec?.nodeSelector);
    writeTolerations(text, pod.spec?.tolerations, "");
    writeSpread(text, pod.spec?.topologySpreadConstraints, "");
    writeEvents(text, events, now);
    return text.aligned();
  },
});

function writeIdentity(text: DescribeText, { metadata, spec, status }: Pod): void {
  text.line(0, `Name:\t${metadata.name ?? ""}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ""}`);
  if (spec?.priority !== undefined) text.line(0, `Priority:\t${spec.priority}`);
  if (spec?.priorityClassName) text.line(0, `Priority Class Name:\t${spec.priorityClassName}`);
  if (spec?.runtimeClassName) text.line(0, `Runtime Class Name:\t${spec.runtimeClassName}`);
  if (spec?.serviceAccountName) text.line(0, `Service Account:\t${spec.serviceAccountName}`);
  text.line(0, `Node:\t${spec?.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ""}` : "<none>"}`);
  if (status?.startTime) text.line(0, `Start Time:\t${longTime(status.startTime)}`);
  text.labels("Labels", metadata.labels);
  text.annotations(metadata.annotations);
}

function writePhase(text: DescribeText, { metadata, status }: Pod, now: number): void {
  const phase = status?.phase ?? "";
  if (metadata.deletionTimestamp && phase !== "Failed" && phase !== "Succeeded") {
    text.line(0, `Status:\tTerminating (lasts ${ago(metadata.deletionTimestamp, now)})`);
    text.line(0, `Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else text.line(0, `Status:\t${phase}`);
  if (status?.reason) text.line(0, `Reason:\t${status.reason}`);
  if (status?.message) text.line(0, `Message:\t${status.message}`);
}

function writeAddresses(text: DescribeText, pod: Pod): void {
  const { spec, status } = pod;
  if (spec?.securityContext?.seccompProfile)
    text.line(0, `SeccompProfile:\t${spec.securityContext.seccompProfile.type}`);
  text.line(0, `IP:\t${status?.podIP ?? ""}`);
  const ips = status?.podIPs ?? [];
  text.line(0, ips.length === 0 ? "IPs:\t<none>" : "IPs:");
  for (const { ip } of ips) text.line(1, `IP:\t${ip}`);
  const controller = controllerOf(pod);
  if (controller) text.line(0, `Controlled By:\t${controller.kind}/${controller.name}`);
  if (status?.nominatedNodeName) text.line(0, `NominatedNodeName:\t${status.nominatedNodeName}`);
}

function writeAllContainers(text: DescribeText, pod: Pod): void {
  const { spec, status } = pod;
  const shared = { pod, indent: "" };
  if (spec?.initContainers && spec.initContainers.length > 0) {
    writeContainers(text, {
      ...shared,
      label: "Init Containers",
      containers: spec.initContainers,
      statuses: status?.initContainerStatuses ?? [],
    });
  }
  writeContainers(text, {
    ...shared,
    label: "Containers",
    containers: spec?.containers ?? [],
    statuses: status?.containerStatuses ?? [],
  });
  const ephemeral = spec?.ephemeralContainers ?? [];
  if (ephemeral.length > 0) {
    const containers = ephemeral as unknown as readonly Container[];
    writeContainers(text, {
      ...shared,
      label: "Ephemeral Containers",
      containers,
      statuses: status?.ephemeralContainerStatuses ?? [],
    });
  }
}

function writeConditions(text: DescribeText, { spec, status }: Pod): void {
  const conditions = status?.conditions ?? [];
  const gates = spec?.readinessGates ?? [];
  if (gates.length > 0) {
    text.put("Readiness Gates:\n  Type\tStatus\n");
    for (const { conditionType } of gates) {
      text.line(
        1,
        `${conditionType} \t${conditions.find((each) => each.type === conditionType)?.status ?? "<none>"} `,
      );
    }
  }
  if (conditions.length === 0) return;
  text.put("Conditions:\n  Type\tStatus\n");
  for (const { type, status: value } of conditions) text.line(1, `${type} \t${value} `);
}
