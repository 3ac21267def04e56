import type { Container, ContainerStatus, PodSpec } from "#core/api/schema/generated/types.ts";

/** status.phase of a pod. */
export type PodPhase = "Pending" | "Running" | "Succeeded" | "Failed";

/** What the phase of a pod follows from. */
export interface PhaseInput {
  readonly spec: PodSpec;
  readonly statuses: ReadonlyMap<string, ContainerStatus>;
  /** The kubelet has decided that the pod ends: deleted, evicted, past its deadline. */
  readonly isTerminal: boolean;
  /** In the current sandbox all init containers are done and every sidecar was started once. */
  readonly hasInitialized: boolean;
}

interface Counts {
  pendingInit: number;
  failedInit: number;
  pendingSidecars: number;
  unknown: number;
  running: number;
  waiting: number;
  stopped: number;
  succeeded: number;
  restartable: number;
}

/** An init container that runs on beside the main ones. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === "Always";
}

/** Whether a container that ended this way is to be started again: its own rules, its own policy, then the pod's. Models podutil.ContainerShouldRestart. */
export function shouldRestart(container: Container, spec: PodSpec, exitCode: number): boolean {
  for (const { action, exitCodes } of container.restartPolicyRules ?? []) {
    if (!exitCodes) continue;
    const isListed = (exitCodes.values ?? []).includes(exitCode);
    const fits = exitCodes.operator === "NotIn" ? !isListed : isListed;
    if (fits) return action === "Restart";
  }
  const policy = container.restartPolicy ?? spec.restartPolicy ?? "Always";
  if (policy === "Always") return true;
  return policy === "OnFailure" && exitCode !== 0;
}

/** The phase of a pod. Models kubelet_pods.go getPhase. */
export function podPhase({ spec, statuses, isTerminal, hasInitialized }: PhaseInput): PodPhase {
  const counts: Counts = {
    pendingInit: 0,
    failedInit: 0,
    pendingSidecars: 0,
    unknown: 0,
    running: 0,
    waiting: 0,
    stopped: 0,
    succeeded: 0,
    restartable: 0,
  };
  for (const container of spec.initContainers ?? []) {
    const status = statuses.get(container.name);
    if (isSidecar(container)) countSidecar(counts, status);
    else countInit(counts, container, spec, status);
  }
  for (const container of spec.containers ?? [])
    countMain(counts, container, spec, statuses.get(container.name));
  if (counts.failedInit > 0) return "Failed";
  if (counts.pendingInit > 0 || (counts.pendingSidecars > 0 && !hasInitialized)) return "Pending";
  if (counts.waiting > 0 || counts.unknown > 0) return "Pending";
  if (counts.running > 0) return "Running";
  return counts.stopped > 0 ? stoppedPhase(counts, isTerminal) : "Pending";
}

function stoppedPhase(counts: Counts, isTerminal: boolean): PodPhase {
  if (!isTerminal && counts.restartable > 0) return "Running";
  return counts.stopped === counts.succeeded ? "Succeeded" : "Failed";
}

function countInit(
  counts: Counts,
  container: Container,
  spec: PodSpec,
  status: ContainerStatus | undefined,
): void {
  const { running, terminated, waiting } = status?.state ?? {};
  const ended = running ? undefined : (terminated ?? (waiting && status?.lastState?.terminated));
  if (!ended) counts.pendingInit += 1;
  else if (ended.exitCode !== 0) {
    if (shouldRestart(container, spec, ended.exitCode)) counts.pendingInit += 1;
    else counts.failedInit += 1;
  }
}

function countSidecar(counts: Counts, status: ContainerStatus | undefined): void {
  const { running, terminated, waiting } = status?.state ?? {};
  if (!status) counts.unknown += 1;
  else if (running) {
    if (!status.started) counts.pendingSidecars += 1;
    counts.running += 1;
  } else if (terminated) return;
  else if (waiting) {
    if (status.lastState?.terminated) return;
    counts.pendingSidecars += 1;
    counts.waiting += 1;
  } else {
    counts.pendingSidecars += 1;
    counts.unknown += 1;
  }
}

function countMain(
  counts: Counts,
  container: Container,
  spec: PodSpec,
  status: ContainerStatus | undefined,
): void {
  const { running, terminated, waiting } = status?.state ?? {};
  const ended = terminated ?? (waiting && status?.lastState?.terminated);
  if (running) counts.running += 1;
  else if (ended) {
    counts.stopped += 1;
    if (ended.exitCode === 0 && terminated) counts.succeeded += 1;
    if (shouldRestart(container, spec, ended.exitCode)) counts.restartable += 1;
  } else if (waiting) counts.waiting += 1;
  else counts.unknown += 1;
}
