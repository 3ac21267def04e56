import type {
  ConfigMap,
  Container,
  ContainerStatus,
  Pod,
  PodCondition,
  PodSpec,
  Probe,
  Secret,
  Service,
} from "#core/api/schema/generated/types.ts";
import { type BackoffLimits, type BackoffEntry } from "#core/kubelet/backoff.ts";
import { decodeBase64 } from "#core/kubelet/base64.ts";
import {
  containersReadyCondition,
  initializedCondition,
  readyCondition,
  readyToStartCondition,
  type ConditionFact,
} from "#core/kubelet/conditions.ts";
import { containerEnvironment } from "#core/kubelet/env.ts";
import { withDefaultTag } from "#core/kubelet/image-name.ts";
import { afterFailedPull, planImage, pullFailure, type PullPolicy } from "#core/kubelet/images.ts";
import { podPhase, type PodPhase } from "#core/kubelet/phase.ts";
import {
  isPastInitialDelay,
  newProbeState,
  takeOutcome,
  type ProbeType,
} from "#core/kubelet/probe-worker.ts";
import type { VectorAdapter, VectorCase, VectorFile, VectorOutcome } from "../adapter.ts";
import { backoffCase } from "./kubelet-backoff.ts";

const SECOND = 1000;
const HOST_IPS = ["127.0.0.1", "::1"];

interface PhaseCase {
  readonly spec: PodSpec;
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
  readonly allStatusesInOrder?: readonly ContainerStatus[];
  readonly podIsTerminal: boolean;
  readonly podHasInitialized: boolean;
}

function byName(statuses: readonly ContainerStatus[]): ReadonlyMap<string, ContainerStatus> {
  return new Map(statuses.map((status) => [status.name, status]));
}

function phaseCase({ in: row }: VectorCase): VectorOutcome {
  const input = row as PhaseCase;
  const statuses = byName([
    ...(input.initContainerStatuses ?? []),
    ...(input.containerStatuses ?? []),
    ...(input.allStatusesInOrder ?? []),
  ]);
  const phase = podPhase({
    spec: input.spec,
    statuses,
    isTerminal: input.podIsTerminal,
    hasInitialized: input.podHasInitialized,
  });
  return { got: { phase } };
}

interface ConditionCase {
  readonly spec: PodSpec;
  readonly conditions?: readonly PodCondition[];
  readonly containerStatuses: readonly ContainerStatus[] | null;
  readonly phase: PodPhase;
  readonly sandboxState?: string | null;
  readonly sandboxIP?: string;
}

function conditionCase({ in: row, want }: VectorCase): VectorOutcome {
  const input = row as ConditionCase;
  const wanted = (want as { readonly condition: ConditionFact }).condition;
  const condition = conditionOf(input, wanted.type);
  // The table leaves out the message where upstream's does.
  const got = Object.fromEntries(
    Object.entries(condition).filter(([field]) => field !== "message" || "message" in wanted),
  );
  return { got: { condition: got } };
}

function conditionOf(input: ConditionCase, type: string): ConditionFact {
  if (type === "PodReadyToStartContainers")
    return readyToStartCondition({
      isReady: input.sandboxState === "READY",
      ip: input.sandboxIP ?? "",
    });
  const statuses = input.containerStatuses ? byName(input.containerStatuses) : undefined;
  const facts = { spec: input.spec, statuses, phase: input.phase };
  if (type === "Ready") return readyCondition(facts, input.conditions ?? []);
  return type === "Initialized" ? initializedCondition(facts) : containersReadyCondition(facts);
}

interface EnvCase {
  readonly namespace: string;
  readonly podName: string;
  readonly nodeName: string;
  readonly serviceAccountName: string;
  readonly enableServiceLinks: boolean;
  readonly servicesVisible: boolean;
  readonly staticPod: boolean;
  readonly servicesSynced: boolean;
  readonly container: Container;
  readonly configMap: ConfigMap | null;
  readonly secret: Secret | null;
  readonly podIPs: readonly string[] | null;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

function envCase({ in: row }: VectorCase, document: VectorFile): VectorOutcome {
  const input = row as EnvCase;
  if (!input.servicesSynced && !input.staticPod) return { got: { error: true } };
  const pod = {
    metadata: {
      name: input.podName,
      namespace: input.namespace,
      annotations: input.annotations ?? {},
      labels: input.labels ?? {},
    },
    spec: {
      containers: [input.container],
      nodeName: input.nodeName,
      serviceAccountName: input.serviceAccountName,
      enableServiceLinks: input.enableServiceLinks,
    },
  } as unknown as Pod;
  const outcome = containerEnvironment(pod, input.container, {
    configMap: () => input.configMap ?? undefined,
    secret: () => input.secret ?? undefined,
    decodeSecret: decodeBase64,
    services: input.servicesVisible ? (document["services"] as readonly Service[]) : [],
    podIps: input.podIPs ?? [],
    hostIps: HOST_IPS,
    allocatable: {},
  });
  if ("error" in outcome) return { got: { error: true } };
  const env = [...outcome.variables].sort(([a], [b]) => (a < b ? -1 : 1));
  return { got: { env } };
}

interface ProbeCase {
  readonly probeType: ProbeType;
  readonly probe: Probe;
  readonly outcomes?: readonly ("success" | "failure")[];
  readonly newContainerBeforeStep?: number;
  readonly secondsSinceStart?: number;
}

function probeCase({ in: row, want }: VectorCase): VectorOutcome {
  const {
    probeType,
    probe,
    outcomes = [],
    newContainerBeforeStep,
    secondsSinceStart,
  } = row as ProbeCase;
  let state = newProbeState(probeType);
  if (secondsSinceStart !== undefined) {
    const isDue = isPastInitialDelay(probe, secondsSinceStart * SECOND);
    if (isDue)
      state = takeOutcome(probeType, state, { probe, isSuccess: outcomes[0] === "success" });
    return { got: { result: state.result, probed: isDue } };
  }
  const resultAfterEach: string[] = [];
  const onHoldAfterEach: boolean[] = [];
  for (const [step, outcome] of outcomes.entries()) {
    if (step === newContainerBeforeStep) state = newProbeState(probeType);
    state = takeOutcome(probeType, state, { probe, isSuccess: outcome === "success" });
    resultAfterEach.push(state.result);
    onHoldAfterEach.push(state.isOnHold);
  }
  const showsHold = "onHoldAfterEach" in (want as object);
  return { got: { resultAfterEach, ...(showsHold && { onHoldAfterEach }) } };
}

interface PullCase {
  readonly image: string;
  readonly imagePullPolicy?: PullPolicy;
  readonly imagesOnNode?: readonly string[];
  readonly pullError?: string | null;
  readonly inspectError?: string | null;
  readonly qps?: number;
  readonly burst?: number;
  readonly attemptEverySeconds?: number;
  readonly backoffInitialSeconds?: number;
  readonly backoffMaxSeconds?: number;
}

interface Attempt {
  readonly runtimeCalls: readonly string[];
  readonly error: string | null;
  readonly events: readonly string[];
  readonly message: string;
}

function pullCase({ in: row, want }: VectorCase): VectorOutcome {
  const input = row as PullCase;
  const tagged = withDefaultTag(input.image);
  if (!input.imagePullPolicy) return { got: "error" in tagged ? tagged : { image: tagged.image } };
  const wanted = (want as { readonly attempts: readonly Attempt[] }).attempts;
  const attempts: Attempt[] = [];
  let backoff: BackoffEntry | null = null;
  for (let i = 0; i < wanted.length; i++) {
    const now = i * (input.attemptEverySeconds ?? 1) * SECOND;
    const { attempt, next } = attemptPull(input, backoff, now);
    backoff = next;
    attempts.push(attempt);
  }
  return { got: { attempts } };
}

function attemptPull(
  input: PullCase,
  backoff: BackoffEntry | null,
  now: number,
): { readonly attempt: Attempt; readonly next: BackoffEntry | null } {
  const tagged = withDefaultTag(input.image);
  const none = { runtimeCalls: [] as string[], message: "" };
  if ("error" in tagged)
    return {
      attempt: { ...none, error: "InvalidImageName", events: ["InspectFailed"] },
      next: backoff,
    };
  const policy = input.imagePullPolicy ?? "IfNotPresent";
  const looks = policy === "Always" ? [] : ["GetImageRef"];
  if (input.inspectError && policy !== "Always")
    return {
      attempt: {
        runtimeCalls: looks,
        error: "ImageInspectError",
        events: ["InspectFailed"],
        message: "",
      },
      next: backoff,
    };
  const isPresent = (input.imagesOnNode ?? []).includes(tagged.image);
  const limits = {
    initialMs: (input.backoffInitialSeconds ?? 10) * SECOND,
    maxMs: (input.backoffMaxSeconds ?? 300) * SECOND,
  };
  const { step } = planImage({ policy, isPresent, backoff, now, limits });
  const base = { runtimeCalls: looks, message: "" };
  switch (step) {
    case "present":
      return { attempt: { ...base, error: null, events: ["Pulled"] }, next: backoff };
    case "never":
      return {
        attempt: { ...base, error: "ErrImageNeverPull", events: ["ErrImageNeverPull"] },
        next: backoff,
      };
    case "wait":
      return {
        attempt: { ...base, error: "ImagePullBackOff", events: ["BackOff"] },
        next: backoff,
      };
    case "pull":
      return pull(input, looks, { backoff, now, limits });
  }
}

/** A pull itself: refused by the rate limit, failed, or done. */
function pull(
  input: PullCase,
  looks: readonly string[],
  {
    backoff,
    now,
    limits,
  }: {
    readonly backoff: BackoffEntry | null;
    readonly now: number;
    readonly limits: BackoffLimits;
  },
): { readonly attempt: Attempt; readonly next: BackoffEntry | null } {
  const isLimited = (input.qps ?? 0) > 0 && (input.burst ?? 0) <= 0;
  if (input.pullError || isLimited) {
    const tagged = withDefaultTag(input.image);
    const image = "error" in tagged ? input.image : tagged.image;
    const { reason, message } = pullFailure(image, input.pullError ?? "");
    return {
      attempt: {
        runtimeCalls: isLimited ? looks : [...looks, "PullImage"],
        error: reason,
        events: ["Pulling", "Failed"],
        // The table holds a message only where it is more than the runtime's own.
        message: reason === "ErrImagePull" ? "" : message,
      },
      next: afterFailedPull(backoff, now, limits),
    };
  }
  return {
    attempt: {
      runtimeCalls: [...looks, "PullImage", "GetImageSize"],
      error: null,
      events: ["Pulling", "Pulled"],
      message: "",
    },
    next: backoff,
  };
}

/** The kubelet's tables. */
export const kubeletAdapters: readonly VectorAdapter[] = [
  { file: "backoff.json", run: backoffCase },
  { file: "env-vars.json", run: envCase },
  { file: "image-pull.json", run: pullCase },
  { file: "pod-conditions.json", run: conditionCase },
  { file: "pod-phase.json", run: phaseCase },
  { file: "probes.json", run: probeCase },
];
