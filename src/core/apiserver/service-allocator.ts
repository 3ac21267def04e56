import { invalid, type FieldError } from "#core/api/field-error.ts";
import type { Draft } from "#core/api/define.ts";
import type { Service } from "#core/api/schema/generated/types.ts";
import { needsHealthPort, needsNodePorts } from "./service-fields.ts";
import type { Random } from "#core/sim/random.ts";

/** Addresses and ports in use. Plain data. */
export interface AllocatorState {
  addresses: Set<string>;
  nodePorts: Set<number>;
}

const PREFIX = "10.96.";
const MIN_NODE_PORT = 30_000;
const MAX_NODE_PORT = 32_767;
const MAX_TRIES = 64;

/** Gives Services their cluster addresses and node ports, each once. Models registry/core/service allocators over 10.96.0.0/16. */
export class ServiceAllocator {
  state: AllocatorState = { addresses: new Set(), nodePorts: new Set() };

  /** Fills in what the Service asks for and does not name; returns what is wrong with what it names. `isDryRun` takes nothing. */
  allocate(
    draft: Draft<Service>,
    old: Service | undefined,
    { random, isDryRun }: { random: Random; isDryRun: boolean },
  ): FieldError[] {
    const { spec } = draft;
    if (spec.type === "ExternalName") return [];
    const errors = [...fillFamilies(draft), ...this.allocateAddress(draft, old, random)];
    if (needsNodePorts(spec)) errors.push(...this.allocatePorts(draft, old, random));
    if (needsHealthPort(spec)) errors.push(...this.allocateHealthPort(draft, old, random));
    if (errors.length === 0 && !isDryRun) this.take(draft);
    return errors;
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

  private allocateAddress(
    { spec }: Draft<Service>,
    old: Service | undefined,
    random: Random,
  ): FieldError[] {
    if (spec.clusterIP === "None") {
      spec.clusterIPs = ["None"];
      return [];
    }
    if (spec.clusterIP) {
      const isOwn = old?.spec.clusterIP === spec.clusterIP;
      if (!spec.clusterIP.startsWith(PREFIX)) {
        const detail = `failed to allocate IP ${spec.clusterIP}: the provided network does not match the current range`;
        return [invalid("spec.clusterIPs", [spec.clusterIP], detail)];
      }
      if (!isOwn && this.state.addresses.has(spec.clusterIP)) {
        return [
          invalid(
            "spec.clusterIPs",
            [spec.clusterIP],
            `failed to allocate IP ${spec.clusterIP}: provided IP is already allocated`,
          ),
        ];
      }
    } else spec.clusterIP = this.freeAddress(random);
    spec.clusterIPs = [spec.clusterIP];
    return [];
  }

  private allocatePorts(
    { spec }: Draft<Service>,
    old: Service | undefined,
    random: Random,
  ): FieldError[] {
    const errors: FieldError[] = [];
    const own = new Set((old?.spec.ports ?? []).map(({ nodePort }) => nodePort));
    const isOwnOrFree = (port: number) => own.has(port) || !this.state.nodePorts.has(port);
    const chosen = new Set<number>();
    (spec.ports ?? []).forEach((port, i) => {
      const field = `spec.ports[${i}].nodePort`;
      if (!port.nodePort) {
        port.nodePort = this.freePort(random, chosen);
      } else if (port.nodePort < MIN_NODE_PORT || port.nodePort > MAX_NODE_PORT) {
        errors.push(
          invalid(
            field,
            port.nodePort,
            `provided port is not in the valid range. The range of valid ports is ${MIN_NODE_PORT}-${MAX_NODE_PORT}`,
          ),
        );
      } else if (!isOwnOrFree(port.nodePort)) {
        errors.push(invalid(field, port.nodePort, "provided port is already allocated"));
      }
      if (port.nodePort) chosen.add(port.nodePort);
    });
    return errors;
  }

  private allocateHealthPort(
    { spec }: Draft<Service>,
    old: Service | undefined,
    random: Random,
  ): FieldError[] {
    const port = spec.healthCheckNodePort;
    if (!port)
      spec.healthCheckNodePort = this.freePort(
        random,
        new Set((spec.ports ?? []).map(({ nodePort }) => nodePort ?? 0)),
      );
    else if (port !== old?.spec.healthCheckNodePort && this.state.nodePorts.has(port)) {
      return [
        invalid(
          "spec.healthCheckNodePort",
          port,
          "failed to allocate requested HealthCheck NodePort " +
            `${port}: provided port is already allocated`,
        ),
      ];
    }
    return [];
  }

  private freeAddress(random: Random): string {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const address = `${PREFIX}${random.nextInt(256)}.${1 + random.nextInt(254)}`;
      if (!this.state.addresses.has(address)) return address;
    }
    for (let i = 1; i < 65_535; i++) {
      const address = `${PREFIX}${Math.floor(i / 256)}.${i % 256}`;
      if (!this.state.addresses.has(address)) return address;
    }
    return "";
  }

  private freePort(random: Random, chosen: ReadonlySet<number>): number {
    const first = random.nextInt(MAX_NODE_PORT - MIN_NODE_PORT + 1);
    for (let i = 0; i <= MAX_NODE_PORT - MIN_NODE_PORT; i++) {
      const port = MIN_NODE_PORT + ((first + i) % (MAX_NODE_PORT - MIN_NODE_PORT + 1));
      if (!this.state.nodePorts.has(port) && !chosen.has(port)) return port;
    }
    return 0;
  }

  private take({ spec }: Draft<Service>): void {
    if (spec.healthCheckNodePort) this.state.nodePorts.add(spec.healthCheckNodePort);
    for (const address of spec.clusterIPs ?? [])
      if (address !== "None") this.state.addresses.add(address);
    for (const { nodePort } of spec.ports ?? []) if (nodePort) this.state.nodePorts.add(nodePort);
  }
}

/** Says which IP families a Service has; this cluster has IPv4 only. Models service alloc.initIPFamilyFields. */
function fillFamilies({ spec }: Draft<Service>): FieldError[] {
  const isSelectorless = Object.keys(spec.selector ?? {}).length === 0;
  const isFree = spec.clusterIP === "None" && isSelectorless;
  spec.ipFamilyPolicy ??= isFree && !spec.ipFamilies?.length ? "RequireDualStack" : "SingleStack";
  const isDual = spec.ipFamilyPolicy !== "SingleStack";
  if (!spec.ipFamilies?.length) spec.ipFamilies = isFree && isDual ? ["IPv4", "IPv6"] : ["IPv4"];
  if (isFree) {
    if (isDual && spec.ipFamilies.length === 1)
      spec.ipFamilies.push(spec.ipFamilies[0] === "IPv4" ? "IPv6" : "IPv4");
    return [];
  }
  if (spec.ipFamilyPolicy === "RequireDualStack") {
    return [
      invalid(
        "spec.ipFamilyPolicy",
        spec.ipFamilyPolicy,
        "this cluster is not configured for dual-stack services",
      ),
    ];
  }
  return spec.ipFamilies.flatMap((family, i) =>
    family === "IPv4"
      ? []
      : [invalid(`spec.ipFamilies[${i}]`, family, "not configured on this cluster")],
  );
}
