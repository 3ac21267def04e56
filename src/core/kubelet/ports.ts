import type { Millis } from "#core/base/time.ts";
import type { Client } from "#core/client/client.ts";
import type { EventRecorder } from "#core/client/recorder.ts";
import type { Simulation } from "#core/sim/simulation.ts";

/** A line of output, `atMs` after the container's start. `{date}` in it stands for the time at which it is written. */
export interface OutputLine {
  readonly atMs: Millis;
  readonly text: string;
}

/** What answers on a port while `fromMs <= time < untilMs`. Port 0 stands for every port. */
export interface Listener {
  readonly port: number;
  readonly protocol: "http" | "tcp";
  readonly fromMs: Millis;
  readonly untilMs: Millis;
  /** HTTP status by path; the first entry whose path fits counts, `*` fits all. Empty for tcp. */
  readonly paths: readonly {
    readonly path: string;
    readonly status: number;
    readonly fromMs: Millis;
  }[];
}

/** A point of a curve that is linear between points and constant behind the last. */
export interface CurvePoint {
  readonly atMs: Millis;
  readonly value: number;
}

/** Everything one run of a container will do if nobody interferes. Times count from its start. Frozen. */
export interface Timeline {
  readonly lines: readonly OutputLine[];
  /** Lines that come again every `everyMs`, the first round at `fromMs`; times inside count from the round's start. */
  readonly repeat: {
    readonly fromMs: Millis;
    readonly everyMs: Millis;
    readonly lines: readonly OutputLine[];
  } | null;
  readonly exit: { readonly atMs: Millis; readonly code: number } | null;
  /** What SIGTERM does: ends the run with `code` after `afterMs`, or nothing (null): SIGKILL must do it. */
  readonly onTerm: { readonly afterMs: Millis; readonly code: number } | null;
  readonly listeners: readonly Listener[];
  /** Files that come and go, for exec probes. */
  readonly files: readonly {
    readonly path: string;
    readonly atMs: Millis;
    readonly exists: boolean;
  }[];
  readonly cpuMilli: readonly CurvePoint[];
  readonly memoryBytes: readonly CurvePoint[];
  /** Time one request takes on an idle server. */
  readonly serviceMs: Millis;
  /** Set when the process cannot even be started: the runtime's error text. */
  readonly startError: string | null;
}

/** What a registry says of an image. */
export type ImageAnswer =
  | { readonly found: true; readonly sizeBytes: number; readonly digest: string }
  | { readonly found: false; readonly error: string };

/** Behaviour of images. Every answer is a pure function of what is asked. */
export interface WorkloadPort {
  /** `image` is fully qualified: `docker.io/library/nginx:1.27`. */
  resolve(image: string): ImageAnswer;
  start(run: {
    readonly image: string;
    readonly command: readonly string[] | undefined;
    readonly args: readonly string[] | undefined;
    readonly env: ReadonlyMap<string, string>;
    readonly hostname: string;
  }): Timeline;
  /** Runs a command inside a container `sinceMs` after its start. */
  exec(
    timeline: Timeline,
    run: {
      readonly command: readonly string[];
      readonly sinceMs: Millis;
      readonly env: ReadonlyMap<string, string>;
      readonly hostname: string;
    },
  ): { readonly exitCode: number; readonly output: string; readonly tookMs?: Millis };
}

/** Addresses for pods. */
export interface PodNetworkPort {
  /** The address of a new sandbox; the same pod gets a new one when its sandbox is made anew. */
  assign(podUid: string, nodeName: string): string;
  release(podUid: string): void;
}

/** One machine, as its kubelet registers it. */
export interface NodeSpec {
  readonly name: string;
  readonly role: "control-plane" | "worker";
  readonly cpu: string;
  readonly memory: string;
  readonly podCidr: string;
  readonly internalIp: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly {
    readonly key: string;
    readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
    readonly value?: string;
  }[];
}

/** How kubelets behave: `modelled` is the real thing, `imitated` that of the recorded traces (test only). */
export interface KubeletOptions {
  readonly profile: "modelled" | "imitated";
  readonly nodes: readonly NodeSpec[];
}

/** What the kubelets need of the cluster. */
export interface KubeletPorts {
  readonly simulation: Simulation;
  readonly workloads: WorkloadPort;
  readonly podNetwork: PodNetworkPort;
  readonly options: KubeletOptions;
  clientFor(agent: string): Client;
  recorderFor(agent: string): EventRecorder;
  /** Requests a second that reach a pod from outside now. */
  requestRate?(podUid: string): number;
  /** Told when `facts` of a pod changed without a write. */
  onFacts?(podUid: string): void;
}
