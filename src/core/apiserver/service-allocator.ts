import { invalid, type FieldError } from "#core/api/field-error.ts";
import type { Draft } from "#core/api/define.ts";
import {
  completeChangedService,
  completeNewService,
} from "#core/api/kinds/core/service-prepare.ts";
import type { Service } from "#core/api/schema/generated/types.ts";
import { internalError, StatusError } from "#core/api/status.ts";
import { needsHealthCheck } from "#core/api/validation/services.ts";
import type { AdmissionLookup } from "./admission.ts";
import type { Allocator, Chance } from "./allocator.ts";
import { NodePortOperation } from "./node-port-operation.ts";
import { nameFamilies } from "./service-families.ts";
import { freeAddressOf, isInRange, isUsable, readyRanges } from "./service-ranges.ts";

/** Addresses and ports in use. Plain data. */
export interface AllocatorState {
  addresses: Set<string>;
  nodePorts: Set<number>;
}

type SpecDraft = Draft<Service>["spec"];
type Spec = Service["spec"];

/**
 * Gives Services their cluster addresses and node ports, each once. `allocate…` fills a draft in before it is checked and takes nothing: what stands in
 * a stored Service is entered by `take`. Models registry/core/service/storage Allocators.
 */
export class ServiceAllocator implements Allocator<Service> {
  state: AllocatorState = { addresses: new Set(), nodePorts: new Set() };

  /** Fills in what a new Service asks for and does not name; returns what is wrong with what it names. Models allocateCreate. */
  allocateCreate({ spec }: Draft<Service>, chance: Chance): FieldError[] {
    completeNewService(spec);
    const errors = nameFamilies(spec, undefined);
    if (errors.length > 0) return errors;
    const refused = this.allocateAddress(spec, chance);
    if (refused.length > 0) return refused;
    const operation = new NodePortOperation(this.state.nodePorts, chance);
    if (hasNodePorts(spec)) errors.push(...fillNewPorts(spec, operation));
    if (errors.length === 0 && needsHealthCheck(spec as Spec)) fillHealthPort(spec, operation);
    return errors;
  }

  /** The same for a changed Service, which keeps what it had. Models allocateUpdate. */
  allocateUpdate({ spec }: Draft<Service>, { spec: old }: Service, chance: Chance): FieldError[] {
    completeChangedService(spec, old);
    const errors = nameFamilies(spec, old);
    if (errors.length > 0) return errors;
    if (old.type === "ExternalName") errors.push(...this.allocateAddress(spec, chance));
    if (errors.length > 0) return errors;
    const operation = new NodePortOperation(this.state.nodePorts, chance);
    if (hasNodePorts(spec)) errors.push(...fillChangedPorts(spec, old, operation));
    if (errors.length === 0 && !needsHealthCheck(old) && needsHealthCheck(spec as Spec))
      fillHealthPort(spec, operation);
    return errors;
  }

  /** Enters what a stored Service holds. */
  take({ spec }: Service): void {
    if (spec.healthCheckNodePort) this.state.nodePorts.add(spec.healthCheckNodePort);
    for (const address of spec.clusterIPs ?? [])
      if (address !== "None") this.state.addresses.add(address);
    for (const { nodePort } of spec.ports ?? []) if (nodePort) this.state.nodePorts.add(nodePort);
  }

  /** Takes back what a Service held and its successor does not. */
  release(old: Service, next?: Service): void {
    const kept = new Set(next?.spec.clusterIPs ?? []);
    for (const address of old.spec.clusterIPs ?? [])
      if (!kept.has(address)) this.state.addresses.delete(address);
    const keptPorts = new Set((next?.spec.ports ?? []).map(({ nodePort }) => nodePort));
    for (const { nodePort } of old.spec.ports ?? [])
      if (nodePort && !keptPorts.has(nodePort)) this.state.nodePorts.delete(nodePort);
    const health = old.spec.healthCheckNodePort;
    if (health && next?.spec.healthCheckNodePort !== health) this.state.nodePorts.delete(health);
  }

  private allocateAddress(spec: SpecDraft, chance: Chance): FieldError[] {
    if (spec.type === "ExternalName" || spec.clusterIPs?.[0] === "None") return [];
    const asked = spec.clusterIPs?.[0];
    const address = asked ?? this.freeAddress(chance);
    const problem = asked && this.addressProblem(asked, chance);
    if (problem)
      return [
        invalid("spec.clusterIPs", spec.clusterIPs, `failed to allocate IP ${address}: ${problem}`),
      ];
    spec.clusterIPs = [address];
    spec.clusterIP = address;
    return [];
  }

  /** Models ipallocator.MetaAllocator and Allocator, allocateService: a dry run does not look whether an address is taken. */
  private addressProblem(address: string, { isDryRun, lookup }: Chance): string | undefined {
    const range = readyRanges(lookup).find((each) => isInRange(each, address));
    if (!range) return "the provided network does not match the current range";
    if (!isUsable(range, address))
      return `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${range.text}`;
    return !isDryRun && this.isTaken(address, lookup)
      ? "provided IP is already allocated"
      : undefined;
  }

  /** Whether a Service has the address, or somebody wrote it down as their own. */
  private isTaken(address: string, lookup: AdmissionLookup): boolean {
    return (
      this.state.addresses.has(address) ||
      lookup.get("IPAddress", { namespace: "", name: address }) !== undefined
    );
  }

  private freeAddress({ random, lookup }: Chance): string {
    for (const range of readyRanges(lookup)) {
      const address = freeAddressOf(range, (each) => this.isTaken(each, lookup), random);
      if (address !== undefined) return address;
    }
    throw internalError("failed to allocate a serviceIP: range is full");
  }
}

function hasNodePorts({ type }: SpecDraft): boolean {
  return type === "NodePort" || type === "LoadBalancer";
}

/** Whether ports that name no node port get one. Models shouldAllocateNodePorts. */
function givesNodePorts({ type, allocateLoadBalancerNodePorts }: SpecDraft): boolean {
  return type === "NodePort" || allocateLoadBalancerNodePorts !== false;
}

/** Ports of one number share a node port, whatever their protocols. Models initNodePorts, which stops at the first mistake. */
function fillNewPorts(spec: SpecDraft, operation: NodePortOperation): FieldError[] {
  const ports = spec.ports ?? [];
  const given = new Map<number, number>();
  for (const [i, each] of ports.entries()) {
    if (!each.nodePort && !givesNodePorts(spec)) continue;
    const shared = given.get(each.port);
    const named = ports.find(({ port, nodePort }) => port === each.port && nodePort)?.nodePort;
    if (shared === undefined) {
      const problem = named && operation.take(named);
      if (problem) return [invalid(`spec.ports[${i}].nodePort`, named, problem)];
      each.nodePort = named ? named : nextPort(operation);
      given.set(each.port, each.nodePort);
    } else if (!each.nodePort) each.nodePort = shared;
    else if (each.nodePort !== shared) {
      const problem = operation.take(each.nodePort);
      if (problem) return [invalid(`spec.ports[${i}].nodePort`, each.nodePort, problem)];
    }
  }
  return [];
}

/** What the Service had stays its own. Models updateNodePorts. */
function fillChangedPorts(spec: SpecDraft, old: Spec, operation: NodePortOperation): FieldError[] {
  const own = new Set((old.ports ?? []).map(({ nodePort }) => nodePort));
  const asked = new Set<number>();
  const seen = new Set<string>();
  for (const [i, each] of (spec.ports ?? []).entries()) {
    if (!each.nodePort && !givesNodePorts(spec)) continue;
    if (!each.nodePort) each.nodePort = nextPort(operation);
    else if (!own.has(each.nodePort) && !asked.has(each.nodePort)) {
      const problem = operation.take(each.nodePort);
      if (problem) return [invalid(`spec.ports[${i}].nodePort`, each.nodePort, problem)];
      asked.add(each.nodePort);
    }
    const pair = `${each.protocol ?? ""} ${each.nodePort}`;
    if (seen.has(pair))
      throw new StatusError({ message: `duplicate nodePort: {${pair}}`, code: 500 });
    seen.add(pair);
  }
  return [];
}

function nextPort(operation: NodePortOperation): number {
  const port = operation.takeNext();
  if (port === undefined) throw internalError("failed to allocate a nodePort: range is full");
  return port;
}

/** Models allocHealthCheckNodePort, whose mistakes are the server's own. */
function fillHealthPort(spec: SpecDraft, operation: NodePortOperation): void {
  const asked = spec.healthCheckNodePort;
  if (!asked) {
    spec.healthCheckNodePort = nextPort(operation);
    return;
  }
  const problem = operation.take(asked);
  if (problem)
    throw internalError(`failed to allocate requested HealthCheck NodePort ${asked}: ${problem}`);
}
