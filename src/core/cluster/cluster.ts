import { assert } from "#core/base/assert.ts";
import { cloneState } from "#core/base/clone.ts";
import { parseTime, type Millis } from "#core/base/time.ts";
import type { KindDefinition } from "#core/api/define.ts";
import { kinds } from "#core/api/kinds/index.ts";
import type { ApiRequest, ApiResponse, UserInfo } from "#core/api/request.ts";
import { admissionPlugins } from "#core/apiserver/admission/index.ts";
import { ApiServer } from "#core/apiserver/api-server.ts";
import { servedKinds } from "#core/apiserver/custom-kinds.ts";
import type { WatchCursor } from "#core/apiserver/watch.ts";
import type { Change } from "#core/client/changes.ts";
import { ControllerManager } from "#core/client/controller-manager.ts";
import { EventRecorders } from "#core/client/event-recorders.ts";
import { WatchHub } from "#core/client/watch-hub.ts";
import { controllers } from "#core/controllers/index.ts";
import { Scheduler, SCHEDULER_KINDS, SCHEDULER_NAME } from "#core/scheduler/scheduler.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import type { SchedulingExplanation } from "#core/view/explanation.ts";
import type { GaugeView, RequestView, TrafficView } from "#core/view/rows.ts";
import { View } from "#core/view/view.ts";
import {
  ADMINISTRATORS,
  createAdministrators,
  createDefaultStorageClass,
  createSystemObjects,
  machinesOf,
  type MachineSpec,
} from "./bootstrap.ts";
import { factsOf, type ClusterInput, type InputContext } from "./cluster-input.ts";
import { ComponentClients } from "./component-clients.ts";
import { Gauges, type Reading } from "./gauges.ts";
import { isTurningPoint } from "./interest.ts";
import { Machines, usageOf } from "./machines.ts";
import type { ClusterOptions } from "./options.ts";
import { emptyPreset, shopPreset, withLastApplied } from "./presets.ts";
import { schedulingExplanation } from "./scheduling-explanation.ts";

/** The whole cluster at one moment, as plain data that shares frozen objects with the live one. */
export type Checkpoint = readonly unknown[];

const ADMIN: UserInfo = {
  name: "kubernetes-admin",
  groups: [ADMINISTRATORS, "system:authenticated"],
};
const SYSTEM: UserInfo = { name: "system:apiserver", groups: ["system:masters"] };
const SCHEDULER_LAG_MS = 4;
const DEFAULT_WARMUP_MS = 60_000;
const PRESET_AT_MS = 10_000;

interface Part {
  state: unknown;
  /** A copy of such a state, where the part knows a shorter way than looking at every value. */
  copyState?(state: unknown): unknown;
}

/** The composition root: one API server, its store, and everything that talks to it, on one virtual clock. */
export class Cluster {
  readonly simulation: Simulation;
  readonly store: Store;
  readonly trace = new TraceLog();
  readonly view: View;
  readonly machines: Machines;
  readonly controllerManager: ControllerManager;
  readonly scheduler: Scheduler;
  /** When the learner arrives, ms since the cluster's start: what people call 0:00. */
  readonly zeroAt: Millis;
  private readonly options: ClusterOptions;
  private readonly machineSpecs: readonly MachineSpec[];
  private readonly server: ApiServer;
  private readonly hub: WatchHub;
  private readonly recorders: EventRecorders;
  private readonly gauges: Gauges;
  /** Fault name and target, in order of striking. */
  private readonly faultState: { state: string[] } = { state: [] };
  private readonly turningPoint: { state: Millis } = { state: -1 };
  private readonly clients = new ComponentClients((request) => this.server.handle(request));

  constructor(options: ClusterOptions) {
    const startEpochMs = parseTime(options.spec.startTime);
    assert(
      startEpochMs !== undefined,
      `the start time ${options.spec.startTime} is no RFC 3339 time`,
    );
    this.options = options;
    this.zeroAt = options.warmupMs ?? DEFAULT_WARMUP_MS;
    this.simulation = new Simulation({ seed: options.seed, startEpochMs });
    const { simulation } = this;
    this.store = new Store({ hashesBodies: options.hashBodies ?? false });
    this.hub = new WatchHub(simulation);
    this.server = new ApiServer({
      simulation,
      store: this.store,
      trace: this.trace,
      kinds,
      admission: admissionPlugins,
      onChange: (change) => this.onChange(change),
      readLogs: (request) => this.machines.readLogs(this.store, request),
      usage: usageOf(() => this.machines),
    });
    const clientFor = (agent: string) => this.clients.of(agent);
    this.recorders = new EventRecorders({ simulation, clientFor });
    const recorderFor = (agent: string) => this.recorders.recorderFor(agent);
    const { spec, workerName = (index) => `worker-${index}` } = options;
    this.machineSpecs = machinesOf(spec, workerName);
    const isOn = options.hasControllers ?? true;
    this.controllerManager = new ControllerManager({
      simulation,
      trace: this.trace,
      hub: this.hub,
      controllers: isOn ? controllers : [],
      clientFor,
      recorderFor,
    });
    this.scheduler = new Scheduler({
      simulation,
      client: clientFor(SCHEDULER_NAME),
      recorder: recorderFor(SCHEDULER_NAME),
    });
    if (isOn)
      this.hub.subscribe({
        to: this.scheduler.name,
        kinds: SCHEDULER_KINDS,
        lagMs: SCHEDULER_LAG_MS,
        route: "all",
      });
    this.machines = new Machines({
      simulation,
      hub: this.hub,
      specs: isOn ? this.machineSpecs : [],
      profile: options.kubeletProfile ?? "modelled",
      clientFor,
      recorderFor,
      onFacts: (podUid) => this.view.touchPod(podUid),
    });
    this.gauges = new Gauges({ simulation, zeroAt: this.zeroAt, read: () => this.readGauges() });
    this.view = this.createView(startEpochMs);
  }

  /** Virtual ms since the learner arrived; negative during the warm-up. */
  get at(): Millis {
    return this.simulation.now - this.zeroAt;
  }

  /** Virtual now as Unix ms. */
  get epochMs(): number {
    return this.simulation.epochMs;
  }

  /** Every kind that is served now, those of custom resources included. */
  get kinds(): readonly KindDefinition[] {
    return servedKinds(kinds, this.store);
  }

  get revision(): number {
    return this.store.state.revision;
  }

  /** Grows with everything visible that happens: writes other than heartbeats and events, faults, inputs. */
  get happenings(): number {
    return this.trace.state.nextId;
  }

  /** Virtual time (since the cluster's start) of the newest turning point. */
  get lastTurningPoint(): Millis {
    return this.turningPoint.state;
  }

  /** Starts everything and runs until the learner arrives. `prepare` may set up more than the preset, at the same early moment. Call once. */
  boot(prepare?: (cluster: Cluster) => void): void {
    const client = this.clients.as("kube-apiserver", SYSTEM);
    createAdministrators(client);
    createSystemObjects(client);
    if (this.options.kubeletProfile !== "imitated") createDefaultStorageClass(client);
    this.controllerManager.start();
    this.scheduler.start();
    this.machines.start();
    this.gauges.start();
    this.simulation.runUntil(Math.min(PRESET_AT_MS, this.zeroAt));
    const preset = this.options.spec.preset === "shop" ? shopPreset : emptyPreset;
    for (const { body, ...target } of preset.objects) {
      const request = {
        verb: "create",
        ...target,
        subresource: "",
        name: "",
        options: { fieldManager: "kubectl-client-side-apply" },
        agent: "kubectl",
      } as const;
      this.applyInput(
        { type: "request", request: { ...request, body: withLastApplied(body) } },
        "kubectl apply -f shop.yaml",
      );
    }
    for (const load of preset.load) this.applyInput({ type: "load", ...load }, "");
    prepare?.(this);
    this.simulation.runUntil(this.zeroAt);
  }

  /** Answers an API request. Writes that go this way are not in any journal: for inputs use `applyInput`. */
  handle(request: ApiRequest): ApiResponse {
    return this.server.handle(request);
  }

  /** Opens a watch for a reader outside. */
  openWatch(request: ApiRequest): WatchCursor | ApiResponse {
    return this.server.openWatch(request);
  }

  /** Makes an input happen now. Answers requests; throws nothing for what a server would refuse. */
  applyInput(
    input: ClusterInput,
    label: string,
    { isScripted = false, user = ADMIN }: InputContext = {},
  ): ApiResponse | undefined {
    const isRequest = input.type === "request";
    const cause = this.trace.append({
      at: this.simulation.now,
      lane: input.type === "fault" || isScripted ? "faults" : "you",
      actor: isScripted ? "script" : "you",
      verb: isRequest ? "input" : input.type,
      subresource: "",
      object: null,
      revision: 0,
      cause: 0,
      because: { code: `input-${input.type}`, facts: { label, ...factsOf(input) } },
    });
    this.simulation.reactTo(cause);
    if (isRequest) return this.server.handle({ ...input.request, user });
    if (input.type === "load") this.setLoad(input);
    if (input.type === "fault") this.strike(input);
    return undefined;
  }

  /** Runs every event up to `at` (ms since the learner arrived) and sets the clock to it. */
  runTo(at: Millis): void {
    this.simulation.runUntil(at + this.zeroAt);
  }

  /** When something next happens, ms since the learner arrived. */
  nextInstant(): Millis | undefined {
    const time = this.simulation.peekTime();
    return time === undefined ? undefined : time - this.zeroAt;
  }

  /** Everything the cluster remembers, as plain data. */
  checkpoint(): Checkpoint {
    return this.parts().map((part) => copyOf(part, part.state));
  }

  /** Makes the cluster what it was. The checkpoint can be used again. */
  restore(checkpoint: Checkpoint): void {
    const parts = this.parts();
    assert(parts.length === checkpoint.length, "the checkpoint is of another cluster");
    parts.forEach((part, i) => {
      part.state = copyOf(part, checkpoint[i]);
    });
    this.view.touchAll();
  }

  /** Faults in force, such as `node-power worker-2`. */
  faults(): readonly string[] {
    return [...this.faultState.state];
  }

  traffic(): readonly TrafficView[] {
    return this.machines.traffic();
  }

  /** Figures of the yard after a moment (ms since the learner arrived), one a second, oldest first. */
  gaugesSince(at: Millis): readonly GaugeView[] {
    return this.gauges.since(at);
  }

  requests(): readonly RequestView[] {
    return this.machines.requests(this.zeroAt);
  }

  /** What the scheduler last thought of a pod. */
  schedulingOf(key: {
    readonly namespace: string;
    readonly name: string;
  }): SchedulingExplanation | null {
    const pod = this.store.get("Pod", `${key.namespace}/${key.name}`);
    const record = this.scheduler.recordOf(pod?.metadata.uid ?? "");
    return record ? schedulingExplanation(record, this.zeroAt) : null;
  }

  private parts(): readonly Part[] {
    return [
      this.simulation,
      this.store,
      this.server.services,
      this.trace,
      this.hub,
      this.recorders,
      this.controllerManager,
      this.scheduler,
      ...this.machines.parts(),
      this.view,
      this.faultState,
      this.turningPoint,
      this.gauges,
    ];
  }

  private readGauges(): Reading {
    const reading = { ok: 0, failed: 0, p95Ms: 0, cpuAskedMilli: 0, cpuTotalMilli: 0 };
    for (const { okPerSecond, failedPerSecond, p95Ms } of this.machines.traffic()) {
      reading.ok += okPerSecond;
      reading.failed += failedPerSecond;
      reading.p95Ms = Math.max(reading.p95Ms, p95Ms);
    }
    for (const { name, role } of this.machineSpecs) {
      const node = role === "worker" ? this.scheduler.amountsOf(name) : undefined;
      reading.cpuAskedMilli += node?.requested["cpu"] ?? 0;
      reading.cpuTotalMilli += node?.allocatable["cpu"] ?? 0;
    }
    return reading;
  }

  private onChange(change: Change): void {
    this.hub.publish(change);
    if (isTurningPoint(change)) this.turningPoint.state = this.simulation.now;
    if (this.options.hasView ?? true) this.view.apply(change);
  }

  private strike({
    name,
    target,
    on,
  }: {
    readonly name: string;
    readonly target: string;
    readonly on: boolean;
  }): void {
    const entry = `${name} ${target}`;
    const { state } = this.faultState;
    const isLasting = this.machines.strike({ name, target, on, store: this.store });
    this.faultState.state = state.filter((each) => each !== entry);
    if (on && isLasting) this.faultState.state.push(entry);
    this.view.touchNodes();
  }

  private setLoad({
    namespace,
    service,
    ratePerSecond,
  }: {
    readonly namespace: string;
    readonly service: string;
    readonly ratePerSecond: number;
  }): void {
    const object = this.store.get("Service", `${namespace}/${service}`);
    if (!object) return;
    this.machines.setRate(object, ratePerSecond);
    this.view.touchService(object.metadata.uid ?? "");
  }

  private createView(startEpochMs: number): View {
    const { spec } = this.options;
    const etcdMembers = Array.from({ length: spec.etcdMembers }, (_, i) => `etcd-${i + 1}`);
    return new View({
      facts: this.machines.facts(),
      zeroEpochMs: startEpochMs + this.zeroAt,
      zeroAt: this.zeroAt,
      etcdMembers,
      etcdLeader: etcdMembers[Math.min(1, etcdMembers.length - 1)] ?? "",
      leader: this.machineSpecs.find(({ role }) => role === "control-plane")?.name ?? "",
      nowEpochMs: () => this.simulation.epochMs,
    });
  }
}

function copyOf(part: Part, state: unknown): unknown {
  return part.copyState ? part.copyState(state) : cloneState(state);
}
