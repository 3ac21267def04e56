import type { Cluster } from "#core/cluster/cluster.ts";

/** Wall time between two looks at the clock. */
export const STEP_MS = 20;
/** Of virtual time: how much is made up before clients get their turn. */
const SLICE_MS = 250;
/** Of wall time: when the simulation cannot keep up, clients still get their turn this often. */
const BUDGET_MS = 40;

/** Keeps a cluster's clock in step with the wall's, `speed` virtual seconds a second; where it cannot keep up, virtual time goes slower. */
export class Pacing {
  private readonly cluster: Cluster;
  private readonly speed: number;
  private readonly nowMs: () => number;
  private lastMs: number;

  constructor(
    cluster: Cluster,
    { speed, nowMs }: { readonly speed: number; readonly nowMs: () => number },
  ) {
    this.cluster = cluster;
    this.speed = speed;
    this.nowMs = nowMs;
    this.lastMs = nowMs();
  }

  /** Brings the cluster up to now. */
  step(): void {
    const startMs = this.nowMs();
    const until = this.cluster.at + (startMs - this.lastMs) * this.speed;
    this.lastMs = startMs;
    while (this.cluster.at < until && this.nowMs() - startMs < BUDGET_MS)
      this.cluster.runTo(Math.min(until, this.cluster.at + SLICE_MS));
  }
}
