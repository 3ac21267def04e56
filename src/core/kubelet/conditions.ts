import type {
  Container,
  ContainerStatus,
  PodCondition,
  PodSpec,
} from "#core/api/schema/generated/types.ts";
import { isSidecar, type PodPhase } from "./phase.ts";

/** A condition before it gets its times. */
export interface ConditionFact {
  readonly type: string;
  readonly status: "True" | "False";
  readonly reason?: string;
  readonly message?: string;
}

/** What the conditions of a pod follow from; `statuses` undefined means that nothing is known of its containers. */
export interface ConditionInput {
  readonly spec: PodSpec;
  readonly statuses: ReadonlyMap<string, ContainerStatus> | undefined;
  readonly phase: PodPhase;
}

const NO_CONTAINERS: readonly Container[] = [];
const NO_NAMES: readonly string[] = [];

/** Whether every container, sidecars included, is ready. Models status.GenerateContainersReadyCondition. */
export function containersReadyCondition({ spec, statuses, phase }: ConditionInput): ConditionFact {
  const type = "ContainersReady";
  if (!statuses) return { type, status: "False", reason: "UnknownContainerStatuses" };
  const unknown = namesOf(spec, (name) => !statuses.has(name));
  const unready = namesOf(spec, (name) => statuses.get(name)?.ready === false);
  if (phase === "Succeeded" && unknown.length === 0)
    return { type, status: "False", reason: "PodCompleted" };
  if (phase === "Failed") return { type, status: "False", reason: "PodFailed" };
  if (unknown.length + unready.length === 0) return { type, status: "True" };
  const message = listsText([
    { label: "unknown", names: unknown },
    { label: "unready", names: unready },
  ]);
  return { type, status: "False", reason: "ContainersNotReady", message };
}

/** Names of the sidecars and main containers of which something holds; most pods are well, and none is found. */
function namesOf(
  { initContainers = NO_CONTAINERS, containers = NO_CONTAINERS }: PodSpec,
  holds: (name: string) => boolean,
): readonly string[] {
  let names: string[] | undefined;
  for (const container of initContainers)
    if (isSidecar(container) && holds(container.name)) (names ??= []).push(container.name);
  for (const { name } of containers) if (holds(name)) (names ??= []).push(name);
  return names ?? NO_NAMES;
}

/** Whether the pod may serve: its containers are ready and so say all its gates. Models status.GeneratePodReadyCondition. */
export function readyCondition(
  input: ConditionInput,
  conditions: readonly PodCondition[],
  containersReady = containersReadyCondition(input),
): ConditionFact {
  if (containersReady.status === "False") return { ...containersReady, type: "Ready" };
  const problems: string[] = [];
  for (const { conditionType } of input.spec.readinessGates ?? []) {
    const condition = conditions.find(({ type }) => type === conditionType);
    const name = JSON.stringify(conditionType);
    if (!condition)
      problems.push(`corresponding condition of pod readiness gate ${name} does not exist.`);
    else if (condition.status !== "True")
      problems.push(
        `the status of pod readiness gate ${name} is not "True", but ${condition.status}`,
      );
  }
  return problems.length === 0
    ? { type: "Ready", status: "True" }
    : {
        type: "Ready",
        status: "False",
        reason: "ReadinessGatesNotReady",
        message: problems.join(", "),
      };
}

/** Whether the init containers have done their work. Models status.GeneratePodInitializedCondition. */
export function initializedCondition({ spec, statuses, phase }: ConditionInput): ConditionFact {
  const type = "Initialized";
  const initContainers = spec.initContainers ?? NO_CONTAINERS;
  if (!statuses && initContainers.length > 0)
    return { type, status: "False", reason: "UnknownContainerStatuses" };
  if (initContainers.length === 0)
    return phase === "Succeeded"
      ? { type, status: "True", reason: "PodCompleted" }
      : { type, status: "True" };
  const unknown: string[] = [];
  const incomplete: string[] = [];
  for (const container of initContainers) {
    const status = statuses?.get(container.name);
    if (!status) unknown.push(container.name);
    else if (isSidecar(container) ? status.started !== true : !status.ready)
      incomplete.push(container.name);
  }
  if (phase === "Succeeded" && unknown.length === 0)
    return { type, status: "True", reason: "PodCompleted" };
  const hasBegun = (spec.containers ?? []).some(({ name }) => {
    const { running, terminated } = statuses?.get(name)?.state ?? {};
    return running !== undefined || terminated !== undefined;
  });
  if (hasBegun) return { type, status: "True" };
  const message = listsText([
    { label: "unknown", names: unknown },
    { label: "incomplete", names: incomplete },
  ]);
  return message === ""
    ? { type, status: "True" }
    : { type, status: "False", reason: "ContainersNotInitialized", message };
}

/** Whether the pod's sandbox stands and has an address. Models status.GeneratePodReadyToStartContainersCondition. */
export function readyToStartCondition(sandbox: {
  readonly isReady: boolean;
  readonly ip: string;
}): ConditionFact {
  const isReady = sandbox.isReady && sandbox.ip !== "";
  return { type: "PodReadyToStartContainers", status: isReady ? "True" : "False" };
}

function listsText(
  lists: readonly { readonly label: string; readonly names: readonly string[] }[],
): string {
  return lists
    .filter(({ names }) => names.length > 0)
    .map(({ label, names }) => `containers with ${label} status: [${names.join(" ")}]`)
    .join(", ");
}
