import type { Millis } from "#core/base/time.ts";
import type { Client } from "#core/client/client.ts";
import type { EventRecorder } from "#core/client/recorder.ts";
import type { Random } from "#core/sim/random.ts";
import type { Simulation } from "#core/sim/simulation.ts";
import type { Reason } from "./because.ts";
import type { WorkerContext } from "./context.ts";
import type { KubeletPorts, PodNetworkPort, WorkloadPort } from "./ports.ts";
import type { NodeRecord } from "./records.ts";
import type { Timings } from "./timings.ts";

/** What the steps of one kubelet work with. Made once per node, since it is asked for with every event; all that it remembers is why it acts now. */
export class NodeWorker implements WorkerContext {
  /** Name of the kubelet as a component, an agent and an address: `kubelet/worker-1`. */
  readonly agent: string;
  readonly client: Client;
  readonly recorder: EventRecorder;
  readonly workloads: WorkloadPort;
  readonly podNetwork: PodNetworkPort;
  readonly timings: Timings;
  readonly isImitated: boolean;
  /** A restored checkpoint brings another record. */
  node: NodeRecord;
  reasons: Reason[] = [];
  readonly random: () => Random;
  readonly explain: (reason: Reason) => void;
  readonly onFacts: (podUid: string) => void;
  readonly because = (reason: Reason): void => void this.reasons.push(reason);
  private readonly simulation: Simulation;

  constructor(
    agent: string,
    { ports, timings, node }: { ports: KubeletPorts; timings: Timings; node: NodeRecord },
  ) {
    const { simulation } = ports;
    this.agent = agent;
    this.simulation = simulation;
    this.client = ports.clientFor(agent);
    this.recorder = ports.recorderFor(agent);
    this.workloads = ports.workloads;
    this.podNetwork = ports.podNetwork;
    this.timings = timings;
    this.isImitated = ports.options.profile === "imitated";
    this.node = node;
    this.random = () => simulation.random(agent);
    this.explain = (reason) => simulation.because(reason.code, reason.facts);
    this.onFacts = (podUid) => ports.onFacts?.(podUid);
  }

  get now(): Millis {
    return this.simulation.now;
  }

  get epochMs(): number {
    return this.simulation.epochMs;
  }

  get startEpochMs(): number {
    return this.simulation.startEpochMs;
  }
}
