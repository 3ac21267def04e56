import { markOf } from "#core/view/marks.ts";
import type { GaugeView, MarkView } from "#core/view/rows.ts";
import type { Cluster } from "#core/cluster/cluster.ts";
import type { History } from "#core/cluster/history.ts";
import type { LessonProgress } from "#protocol/lesson-progress.ts";
import type { BranchView, Frame, InputView } from "#protocol/messages.ts";
import type { WorldId } from "#protocol/scenario.ts";

const MAX_MARKS_PER_SNAPSHOT = 3_000;
const MAX_MARKS_PER_FRAME = 1_000;
const NODE_REFRESH_MS = 1_000;

/** How the clock is being driven, beside the history itself. */
export interface Pacing {
  readonly playing: boolean;
  readonly speed: number;
  readonly pace: number;
}

/** What frames are made of. */
export interface FramePorts {
  readonly history: History;
  readonly world: WorldId;
  /** Numbers frames; two worlds share them. */
  nextSeq(): number;
  /** How far the open lesson is. */
  progress(): LessonProgress | undefined;
}

/** Makes frames out of one cluster of a history: a snapshot when asked, differences after that. */
export class FrameSource {
  private lastMarkId = 0;
  private lastGaugeAt = Number.NEGATIVE_INFINITY;
  private needsReset = true;
  private nodesRefreshedAt = 0;
  private readonly ports: FramePorts;
  private readonly history: History;
  private readonly cluster: Cluster;

  constructor(ports: FramePorts) {
    this.ports = ports;
    this.history = ports.history;
    this.cluster = ports.history.worldOf(ports.world);
  }

  /** The next frame is to be a snapshot: the clock jumped, or the branch changed. */
  reset(): void {
    this.needsReset = true;
  }

  /** The frame of now. */
  take(pacing: Pacing): Frame {
    const { history, cluster } = this;
    const { world } = this.ports;
    const reset = this.needsReset;
    this.needsReset = false;
    this.refreshNodes(reset);
    const { branch } = history;
    const lesson = world === "a" ? this.ports.progress() : undefined;
    return {
      seq: this.ports.nextSeq(),
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
      inputs: this.inputs(),
      ops: cluster.view.takeOps(),
      marks: this.takeMarks(reset),
      traffic: cluster.traffic(),
      gauges: this.takeGauges(reset),
      requests: cluster.requests(),
      faults: cluster.faults(),
      ...(world === "b" && { world }),
      ...(lesson && { lesson }),
    };
  }

  /** Inputs that went to this cluster; notes are none that anybody would look for. */
  private inputs(): readonly InputView[] {
    const { world } = this.ports;
    return this.history.branch.journal
      .filter((entry) => entry.input.type !== "note" && (entry.world ?? "a") === world)
      .map((entry): InputView => {
        const { at, action, label } = entry;
        const seen = { at, action, label };
        return this.history.isRefused(entry) ? { ...seen, isRefused: true } : seen;
      });
  }

  private refreshNodes(reset: boolean): void {
    const { cluster } = this;
    const { at } = this.history;
    if (reset) cluster.view.touchAll();
    if (!reset && Math.abs(at - this.nodesRefreshedAt) < NODE_REFRESH_MS) return;
    this.nodesRefreshedAt = at;
    cluster.view.touchNodes();
  }

  private takeGauges(reset: boolean): readonly GaugeView[] {
    const { cluster } = this;
    const gauges = cluster.gaugesSince(reset ? Number.NEGATIVE_INFINITY : this.lastGaugeAt);
    this.lastGaugeAt = gauges.at(-1)?.at ?? this.lastGaugeAt;
    return gauges;
  }

  private takeMarks(reset: boolean): MarkView[] {
    const { trace, zeroAt } = this.cluster;
    const entries = trace.since(reset ? 0 : this.lastMarkId);
    this.lastMarkId = trace.state.nextId - 1;
    const shown = entries.filter((entry) => entry.at >= zeroAt);
    return shown
      .slice(reset ? -MAX_MARKS_PER_SNAPSHOT : -MAX_MARKS_PER_FRAME)
      .map((entry) => markOf(entry, zeroAt));
  }
}
