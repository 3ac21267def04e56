import { keyOf, uidOf } from "#core/api/meta.ts";
import type { EndpointSlice, Service } from "#core/api/schema/generated/types.ts";
import { CHANGES, type Change } from "#core/client/changes.ts";
import type { Component, SimEvent } from "#core/sim/simulation.ts";
import type { PodAnswer, TrafficPorts } from "./ports.ts";
import {
  countSample,
  emptyCounters,
  figuresOf,
  forgetOld,
  type RequestSample,
  type ServiceCounters,
  type ServiceFigures,
} from "./traffic-counters.ts";

interface ServiceRoute {
  readonly uid: string;
  readonly key: string;
  /** Requests a second that customers send. */
  rate: number;
  /** Fraction of a request carried over to the next tick. */
  carry: number;
}

interface Endpoint {
  readonly pod: string;
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly port: number;
}

type Rules = Map<string, { readonly service: string; readonly endpoints: readonly Endpoint[] }>;

interface TrafficState {
  services: Map<string, ServiceRoute>;
  /** slice uid -> what kube-proxy knows of it. */
  slices: Rules;
  /** Machine whose kube-proxy has stopped -> the rules it had then. */
  staleRules: Map<string, Rules>;
  counters: Map<string, ServiceCounters>;
  /** pod uid -> requests a second, smoothed over about a second. */
  podLoad: Map<string, number>;
  nextId: number;
}

/** Kinds that kube-proxy watches. */
export const TRAFFIC_KINDS = ["Service", "EndpointSlice"] as const;
/** Watch and sync of kube-proxy: rules follow endpoints this much later. */
export const PROXY_LAG_MS = 1_000;

const TICK_MS = 100;
const MAX_SAMPLES_PER_TICK = 16;
const TIMEOUT_MS = 1_000;
const REFUSED_MS = 1;
const HOP_MS = 1;
const MAX_UTILISATION = 0.98;
const SMOOTHING = 0.2;

/**
 * Customers and the way their requests take: each connection goes to one ready endpoint by chance, as kube-proxy's rules have it.
 * Cost is bounded: beyond a number of requests a tick, one sample stands for several.
 */
export class Traffic implements Component {
  readonly name = "network";
  state: TrafficState = {
    services: new Map(),
    slices: new Map(),
    staleRules: new Map(),
    counters: new Map(),
    podLoad: new Map(),
    nextId: 1,
  };
  private readonly ports: TrafficPorts;

  constructor(ports: TrafficPorts) {
    this.ports = ports;
    ports.simulation.register(this);
  }

  /** Sets how many requests a second customers send to a Service; 0 sends them home. */
  setRate(serviceUid: string, key: string, ratePerSecond: number): void {
    const route = this.routeOf(serviceUid, key);
    route.rate = Math.max(0, ratePerSecond);
    const timer = { to: this.name, key: serviceUid };
    if (route.rate > 0 && this.ports.simulation.timerTime(timer) === undefined)
      this.scheduleTick(serviceUid);
  }

  /** Stops or starts kube-proxy on a machine. Stopped: its rules stay what they are now. */
  setProxy(nodeName: string, isOn: boolean): void {
    const { staleRules, slices } = this.state;
    if (isOn) staleRules.delete(nodeName);
    else if (!staleRules.has(nodeName)) staleRules.set(nodeName, new Map(slices));
  }

  rateOf(serviceUid: string): number {
    return this.state.services.get(serviceUid)?.rate ?? 0;
  }

  /** Requests a second that reach a pod now. */
  loadOf(podUid: string): number {
    return this.state.podLoad.get(podUid) ?? 0;
  }

  /** Figures of every Service that has or had customers. */
  figures(): ReadonlyMap<string, ServiceFigures> {
    const { now } = this.ports.simulation;
    return new Map(
      [...this.state.counters].map(([uid, counters]) => [uid, figuresOf(counters, now)]),
    );
  }

  /** Sampled requests that are under way or ended within the last second, oldest first. */
  samples(): readonly RequestSample[] {
    return [...this.state.counters.values()].flatMap(({ recent }) => recent);
  }

  handle(event: SimEvent): void {
    if (event.type === CHANGES)
      for (const change of event.payload as readonly Change[]) this.take(change);
    else this.tick(event.payload as string);
  }

  private take(change: Change): void {
    if (change.kind === "EndpointSlice") {
      const slice = change.object as EndpointSlice;
      for (const { pod } of this.state.slices.get(uidOf(slice))?.endpoints ?? []) {
        const isGone = change.type === "deleted";
        if (isGone || !slice.endpoints?.some(({ targetRef }) => targetRef?.uid === pod))
          this.state.podLoad.delete(pod);
      }
      if (change.type === "deleted") this.state.slices.delete(uidOf(slice));
      else
        this.state.slices.set(uidOf(slice), {
          service: serviceKeyOf(slice),
          endpoints: endpointsOf(slice),
        });
      return;
    }
    const service = change.object as Service;
    if (change.type !== "deleted") {
      this.routeOf(uidOf(service), keyOf(service));
      return;
    }
    this.state.services.delete(uidOf(service));
    this.state.counters.delete(uidOf(service));
  }

  private routeOf(uid: string, key: string): ServiceRoute {
    let route = this.state.services.get(uid);
    if (!route) {
      route = { uid, key, rate: 0, carry: 0 };
      this.state.services.set(uid, route);
    }
    return route;
  }

  private scheduleTick(serviceUid: string): void {
    this.ports.simulation.setTimer({
      delayMs: TICK_MS,
      to: this.name,
      key: serviceUid,
      type: "tick",
      payload: serviceUid,
    });
  }

  private tick(serviceUid: string): void {
    const route = this.state.services.get(serviceUid);
    if (!route) return;
    const counters = this.countersOf(serviceUid);
    forgetOld(counters, this.ports.simulation.now);
    this.fadeLoads(route);
    if (route.rate <= 0 && counters.recent.length === 0) {
      // The last customer has left: nothing would come to fade the rest.
      for (const { pod } of this.poolOf(route.key)) this.state.podLoad.delete(pod);
      return;
    }
    this.scheduleTick(serviceUid);
    const due = route.carry + (route.rate * TICK_MS) / 1_000;
    const count = Math.floor(due);
    route.carry = due - count;
    if (count > 0) this.send(route, counters, count);
  }

  private send(route: ServiceRoute, counters: ServiceCounters, count: number): void {
    const { now } = this.ports.simulation;
    const random = this.ports.simulation.random(`traffic/${route.key}`);
    const pool = this.poolOf(route.key);
    const samples = Math.min(count, MAX_SAMPLES_PER_TICK);
    for (let i = 0; i < samples; i++) {
      // Weights differ by one at most and add up to the count.
      const weight = Math.floor(((i + 1) * count) / samples) - Math.floor((i * count) / samples);
      const sentAt = now - TICK_MS + Math.floor((TICK_MS * (i + random.nextFloat())) / samples);
      const there = this.poolThere(route.key, pool);
      const endpoint = there.length === 0 ? undefined : random.pick(there);
      const { outcome, latencyMs } = this.ask(endpoint, weight, random.nextFloat());
      const id = this.state.nextId;
      this.state.nextId += 1;
      countSample(counters, {
        id,
        service: route.uid,
        pod: endpoint?.pod ?? "",
        sentAt,
        doneAt: sentAt + latencyMs,
        outcome,
        weight,
      });
    }
  }

  /** Ready endpoints; if there is none, those that still serve while they terminate. Models kube-proxy topology.go. */
  private poolOf(serviceKey: string, rules = this.state.slices): readonly Endpoint[] {
    const all = [...rules.values()]
      .filter(({ service }) => service === serviceKey)
      .flatMap(({ endpoints }) => endpoints);
    const ready = all.filter((endpoint) => endpoint.ready);
    return ready.length > 0
      ? ready
      : all.filter(({ serving, terminating }) => serving && terminating);
  }

  /** The endpoints by the rules of the machine that the next connection comes in by: `pool`, unless kube-proxy has stopped there. */
  private poolThere(serviceKey: string, pool: readonly Endpoint[]): readonly Endpoint[] {
    const { staleRules } = this.state;
    if (staleRules.size === 0) return pool;
    const nodes = this.ports.entryNodes();
    if (nodes.length === 0) return pool;
    const node = this.ports.simulation.random(`entry/${serviceKey}`).pick(nodes);
    const rules = staleRules.get(node);
    return rules ? this.poolOf(serviceKey, rules) : pool;
  }

  private ask(
    endpoint: Endpoint | undefined,
    weight: number,
    chance: number,
  ): { outcome: RequestSample["outcome"]; latencyMs: number } {
    if (!endpoint) return { outcome: "refused", latencyMs: REFUSED_MS };
    this.state.podLoad.set(
      endpoint.pod,
      this.loadOf(endpoint.pod) + (SMOOTHING * weight * 1_000) / TICK_MS,
    );
    const answer = this.ports.answer(endpoint.pod, endpoint.port);
    if (answer.outcome === "timeout") return { outcome: "timeout", latencyMs: TIMEOUT_MS };
    if (answer.outcome === "refused") return { outcome: "refused", latencyMs: REFUSED_MS };
    return this.serve(endpoint.pod, answer, chance);
  }

  /** A server with one queue: the nearer its load is to what it can do, the longer the wait; beyond that, requests time out. */
  private serve(
    pod: string,
    answer: Extract<PodAnswer, { readonly serviceMs: number }>,
    chance: number,
  ): { outcome: RequestSample["outcome"]; latencyMs: number } {
    const utilisation = (this.loadOf(pod) * answer.serviceMs) / 1_000;
    if (utilisation > 1 && chance > 1 / utilisation)
      return { outcome: "timeout", latencyMs: TIMEOUT_MS };
    const waitMs = answer.serviceMs / (1 - Math.min(utilisation, MAX_UTILISATION));
    // Between half and one and a half times the mean: enough to look alive, little enough to read.
    const latencyMs = Math.round(HOP_MS + waitMs * (0.5 + chance));
    return latencyMs >= TIMEOUT_MS
      ? { outcome: "timeout", latencyMs: TIMEOUT_MS }
      : { outcome: answer.outcome, latencyMs };
  }

  private fadeLoads(route: ServiceRoute): void {
    for (const { pod } of this.poolOf(route.key)) {
      const load = this.loadOf(pod) * (1 - SMOOTHING);
      if (load < 0.01) this.state.podLoad.delete(pod);
      else this.state.podLoad.set(pod, load);
    }
  }

  private countersOf(serviceUid: string): ServiceCounters {
    let counters = this.state.counters.get(serviceUid);
    if (!counters) {
      counters = emptyCounters();
      this.state.counters.set(serviceUid, counters);
    }
    return counters;
  }
}

function serviceKeyOf(slice: EndpointSlice): string {
  return `${slice.metadata.namespace ?? ""}/${slice.metadata.labels?.["kubernetes.io/service-name"] ?? ""}`;
}

function endpointsOf(slice: EndpointSlice): Endpoint[] {
  const port = slice.ports?.[0]?.port ?? 0;
  return (slice.endpoints ?? []).flatMap(({ targetRef, conditions }) =>
    targetRef?.uid === undefined
      ? []
      : [
          {
            pod: targetRef.uid,
            ready: conditions?.ready !== false,
            serving: conditions?.serving !== false,
            terminating: conditions?.terminating === true,
            port,
          },
        ],
  );
}
