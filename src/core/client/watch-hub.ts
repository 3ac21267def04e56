import { assertPresent } from "#core/base/assert.ts";
import { isStoredAsCustom } from "#core/api/stored-as.ts";
import type { Component, SimEvent, Simulation } from "#core/sim/simulation.ts";
import { CHANGES, CUSTOM_RESOURCES, type Change, type Subscription } from "./changes.ts";

interface WatcherState {
  readonly subscription: Subscription;
  /** Committed changes, oldest first; those before `delivered` are delivered. */
  pending: Change[];
  delivered: number;
  /** Revision of the newest change of its kinds, delivered or not. */
  publishedRevision: number;
}

interface HubState {
  watchers: WatcherState[];
}

/** Brings committed writes to the components that watch, each `lagMs` later and in order of revision. Models watches as informers see them. */
export class WatchHub implements Component {
  readonly name = "watch-hub";
  state: HubState = { watchers: [] };
  private readonly simulation: Simulation;
  private readonly addresses = new Map<string, Map<string, string>>();
  /** kind -> places of its watchers. */
  private readonly placesByKind = new Map<string, readonly number[]>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    simulation.register(this);
  }

  /** Adds a watcher; it sees writes committed from now on. */
  subscribe(subscription: Subscription): void {
    this.state.watchers.push({ subscription, pending: [], delivered: 0, publishedRevision: 0 });
    this.placesByKind.clear();
  }

  /** Tells the hub of a committed write. */
  publish(change: Change): void {
    const { watchers } = this.state;
    for (const i of this.placesOf(change.kind)) {
      const watcher = watchers[i] as WatcherState;
      const { subscription } = watcher;
      if (subscription.route === "node" && nodeOf(change) === "") continue;
      watcher.publishedRevision = change.revision;
      watcher.pending.push(change);
      if (watcher.pending.length === watcher.delivered + 1)
        this.scheduleDelivery(i, subscription.lagMs);
    }
  }

  /** Revision of the newest write that this component will see or has seen. */
  publishedRevision(to: string): number {
    const watcher = this.state.watchers.find((each) => each.subscription.to === to);
    return assertPresent(watcher, `${to} does not watch`).publishedRevision;
  }

  handle(event: SimEvent): void {
    const index = event.payload as number;
    const watcher = assertPresent(this.state.watchers[index], "the watcher exists");
    const { lagMs, to, route } = watcher.subscription;
    const batch = takeRipe(watcher, this.simulation.now - lagMs);
    const next = watcher.pending[watcher.delivered];
    if (next) this.scheduleDelivery(index, next.at + lagMs - this.simulation.now);
    if (route === "all") this.simulation.dispatch({ to, type: CHANGES, payload: batch });
    else this.dispatchByNode(to, batch);
  }

  private dispatchByNode(to: string, batch: readonly Change[]): void {
    const [first] = batch;
    if (first && batch.length === 1) {
      const address = this.addressOf(to, nodeOf(first));
      this.simulation.dispatch({ to: address, type: CHANGES, payload: batch });
      return;
    }
    const byNode = new Map<string, Change[]>();
    for (const change of batch) {
      const node = nodeOf(change);
      const list = byNode.get(node);
      if (list) list.push(change);
      else byNode.set(node, [change]);
    }
    for (const [node, changes] of byNode) {
      this.simulation.dispatch({ to: this.addressOf(to, node), type: CHANGES, payload: changes });
    }
  }

  private placesOf(kind: string): readonly number[] {
    let places = this.placesByKind.get(kind);
    if (!places) {
      const family = isStoredAsCustom(kind) ? CUSTOM_RESOURCES : kind;
      places = this.state.watchers.flatMap(({ subscription }, place) =>
        subscription.kinds.includes(kind) || subscription.kinds.includes(family) ? [place] : [],
      );
      this.placesByKind.set(kind, places);
    }
    return places;
  }

  /** One text for each place: it is looked up by all day long. */
  private addressOf(to: string, node: string): string {
    let byNode = this.addresses.get(to);
    if (!byNode) {
      byNode = new Map();
      this.addresses.set(to, byNode);
    }
    let address = byNode.get(node);
    if (address === undefined) {
      address = `${to}/${node}`;
      byNode.set(node, address);
    }
    return address;
  }

  private scheduleDelivery(index: number, delayMs: number): void {
    this.simulation.schedule({ delayMs, to: this.name, type: "deliver", payload: index });
  }
}

/** Takes the changes that are old enough. What is delivered is cut off only now and then, since there may be thousands behind it. */
function takeRipe(watcher: WatcherState, due: number): readonly Change[] {
  const { pending, delivered } = watcher;
  let end = delivered;
  while (end < pending.length && (pending[end] as Change).at <= due) end += 1;
  const batch = pending.slice(delivered, end);
  const isMostlyDelivered = 2 * end >= pending.length;
  watcher.pending = isMostlyDelivered ? pending.slice(end) : pending;
  watcher.delivered = isMostlyDelivered ? 0 : end;
  return batch;
}

function nodeOf(change: Change): string {
  if (change.kind === "Node") return change.object.metadata.name ?? "";
  const { spec } = change.object as { readonly spec?: { readonly nodeName?: string } };
  return spec?.nodeName ?? "";
}
