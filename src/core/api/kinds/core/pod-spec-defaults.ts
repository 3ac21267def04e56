import type { Draft } from "../../define.ts";
import type { Container, Lifecycle, PodSpec, Probe } from "../../schema/generated/types.ts";
import { defaultPullPolicy } from "./image-name.ts";
import { dropGatedFields, dropStopSignal } from "./pod-gated-fields.ts";
import { defaultVolume } from "./volume-defaults.ts";

/**
 * Fills in a pod spec, be it a pod's or a template's; falsy counts as unset where upstream has no pointer.
 * Models pkg/apis/core/v1 SetDefaults_PodSpec and the defaults of what it holds.
 */
export function defaultPodSpec(spec: Draft<PodSpec>): void {
  dropGatedFields(spec);
  for (const volume of spec.volumes ?? []) defaultVolume(volume);
  const ephemeral = (spec.ephemeralContainers ?? []) as Draft<Container>[];
  for (const container of [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
    ...ephemeral,
  ])
    defaultContainer(container);
  if (!spec.restartPolicy) spec.restartPolicy = "Always";
  spec.terminationGracePeriodSeconds ??= 30;
  if (!spec.dnsPolicy) spec.dnsPolicy = "ClusterFirst";
  spec.securityContext ??= {};
  if (!spec.schedulerName) spec.schedulerName = "default-scheduler";
  copyServiceAccount(spec);
}

/** The old name of the field is kept equal to the new one. Models Convert_core_PodSpec_To_v1_PodSpec. */
function copyServiceAccount(spec: Draft<PodSpec>): void {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (!name) return;
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
}

function defaultContainer(container: Draft<Container>): void {
  for (const variable of container.env ?? []) {
    const { fieldRef, resourceFieldRef } = variable.valueFrom ?? {};
    if (fieldRef && !fieldRef.apiVersion) fieldRef.apiVersion = "v1";
    if (resourceFieldRef) resourceFieldRef.divisor ??= "0";
  }
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe])
    if (probe) defaultProbe(probe);
  dropStopSignal(container);
  if (container.lifecycle) defaultLifecycle(container.lifecycle);
  if (!container.imagePullPolicy)
    container.imagePullPolicy = defaultPullPolicy(container.image ?? "");
  if (!container.terminationMessagePath) container.terminationMessagePath = "/dev/termination-log";
  if (!container.terminationMessagePolicy) container.terminationMessagePolicy = "File";
}

function defaultProbe(probe: Draft<Probe>): void {
  if (!probe.timeoutSeconds) probe.timeoutSeconds = 1;
  if (!probe.periodSeconds) probe.periodSeconds = 10;
  if (!probe.successThreshold) probe.successThreshold = 1;
  if (!probe.failureThreshold) probe.failureThreshold = 3;
  if (probe.grpc) probe.grpc.service ??= "";
  defaultHttpGet(probe);
}

function defaultLifecycle(lifecycle: Draft<Lifecycle>): void {
  if (lifecycle.postStart) defaultHttpGet(lifecycle.postStart);
  if (lifecycle.preStop) defaultHttpGet(lifecycle.preStop);
}

interface HasHttpGet {
  httpGet?: { path?: string; scheme?: string };
}

function defaultHttpGet({ httpGet }: HasHttpGet): void {
  if (!httpGet) return;
  if (!httpGet.path) httpGet.path = "/";
  if (!httpGet.scheme) httpGet.scheme = "HTTP";
}
