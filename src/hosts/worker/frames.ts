import { markOf } from "#core/view/marks.ts";
import type { GaugeView, MarkView } from "#core/view/rows.ts";
import type { History } from "#core/cluster/history.ts";
import type { BranchView, Frame, InputView } from "#protocol/messages.ts";

const MAX_MARKS_PER_SNAPSHOT = 3_000;
const MAX_MARKS_PER_FRAME = 1_000;
const NODE_REFRESH_MS = 1_000;

/** How the clock is being driven, beside the history itself. */
export interface Pacing {
  readonly playing: boolean;
  readonly speed: number;
  readonly pace: number;
}

/** Makes frames out of a history: a snapshot when asked, differences after that. */
export class FrameSource {
  private seq = 0;
  private lastMarkId = 0;
  private lastGaugeAt = Number.NEGATIVE_INFINITY;
  private needsReset = true;
  private nodesRefreshedAt = 0;
  private readonly history: History;

  constructor(history: History) {
    this.history = history;
  }

  /** The next frame is to be a snapshot: the clock jumped, or the branch changed. */
  reset(): void {
    this.needsReset = true;
  }

  /** The frame of now. */
  take(pacing: Pacing): Frame {
    const { history } = this;
    const { cluster } = history;
    const reset = this.needsReset;
    this.needsReset = false;
    this.refreshNodes(reset);
    const { branch } = history;
    this.seq += 1;
    return {
      seq: this.seq,
      reset,
      at: history.at,
      revision: cluster.revision,
      ...pacing,
      past: history.isPast,
      branch: branch.id,
      branches: history.listBranches().map((each): BranchView => {
        const { id, parent, forkedAt, liveAt } = each;
        return { id, name: id, parent, forkedAt, liveAt };
      }),
      inputs: branch.journal.map(({ at, action, label }): InputView => ({ at, action, label })),
      ops: cluster.view.takeOps(),
      marks: this.takeMarks(reset),
      traffic: cluster.traffic(),
      gauges: this.takeGauges(reset),
      requests: cluster.requests(),
      faults: cluster.faults(),
    };
  }

  private refreshNodes(reset: boolean): void {
    const { cluster, at } = this.history;
    if (reset) cluster.view.touchAll();
    if (!reset && Math.abs(at - this.nodesRefreshedAt) < NODE_REFRESH_MS) return;
    this.nodesRefreshedAt = at;
    cluster.view.touchNodes();
  }

  private takeGauges(reset: boolean): readonly GaugeView[] {
    const { cluster } = this.history;
    const gauges = cluster.gaugesSince(reset ? Number.NEGATIVE_INFINITY : this.lastGaugeAt);
    this.lastGaugeAt = gauges.at(-1)?.at ?? this.lastGaugeAt;
    return gauges;
  }

  private takeMarks(reset: boolean): MarkView[] {
    const { trace, zeroAt } = this.history.cluster;
    const entries = trace.since(reset ? 0 : this.lastMarkId);
    this.lastMarkId = trace.state.nextId - 1;
    const shown = entries.filter((entry) => entry.at >= zeroAt);
    return shown
      .slice(reset ? -MAX_MARKS_PER_SNAPSHOT : -MAX_MARKS_PER_FRAME)
      .map((entry) => markOf(entry, zeroAt));
  }
}
