/** Addresses in use. Plain data. */
export interface IpamState {
  /** pod uid -> address. */
  addresses: Map<string, string>;
  /** node -> last host number given out there; the next one follows, so that addresses are not reused at once. */
  lastHost: Map<string, number>;
  inUse: Set<string>;
}

const FIRST_HOST = 2;
const LAST_HOST = 254;

/** Gives pods addresses out of their node's range, in turn. Models the host-local IPAM of a CNI plugin. */
export class PodAddresses {
  state: IpamState = { addresses: new Map(), lastHost: new Map(), inUse: new Set() };
  /** node -> the first three numbers of its range. */
  private readonly prefixes: ReadonlyMap<string, string>;

  /** `podCidrs` is node -> range such as `10.244.1.0/24`. */
  constructor(podCidrs: ReadonlyMap<string, string>) {
    this.prefixes = new Map(
      [...podCidrs].map(([node, cidr]) => [node, cidr.split(".").slice(0, 3).join(".")]),
    );
  }

  /** The address of a new sandbox; the same pod gets a new one when its sandbox is made anew. "" when the range is used up. */
  assign(podUid: string, nodeName: string): string {
    this.release(podUid);
    const prefix = this.prefixes.get(nodeName) ?? "10.244.255";
    let host = this.state.lastHost.get(nodeName) ?? FIRST_HOST - 1;
    for (let tries = FIRST_HOST; tries <= LAST_HOST; tries++) {
      host = host >= LAST_HOST ? FIRST_HOST : host + 1;
      const address = `${prefix}.${host}`;
      if (this.state.inUse.has(address)) continue;
      this.state.lastHost.set(nodeName, host);
      this.state.inUse.add(address);
      this.state.addresses.set(podUid, address);
      return address;
    }
    return "";
  }

  /** Frees the address of a pod, if it has one. */
  release(podUid: string): void {
    const address = this.state.addresses.get(podUid);
    if (address === undefined) return;
    this.state.addresses.delete(podUid);
    this.state.inUse.delete(address);
  }
}
