import { assert, assertPresent } from "#core/base/assert.ts";
import type { Millis } from "#core/base/time.ts";
import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import { cloneState } from "#core/base/clone.ts";
import type { Checkpoint, Cluster } from "./cluster.ts";
import type { ClusterInput } from "./cluster-input.ts";
import type { Companion, ScriptedHappening } from "./companion.ts";

/** An input with its place in time, ms since the learner arrived. */
export interface RecordedInput {
  readonly at: Millis;
  readonly input: ClusterInput;
  /** Inputs of one action of the user share a number. */
  readonly action: number;
  readonly label: string;
  /** Which of two clusters it went to; `a` when absent. */
  readonly world?: "a" | "b";
}

/** Everything at one moment. */
interface Moment {
  readonly at: Millis;
  readonly states: readonly Checkpoint[];
  readonly companion: unknown;
  readonly journalIndex: number;
  readonly scriptIndex: number;
}

/** What a history may have besides one cluster. */
export interface HistoryOptions {
  /** A second cluster under the same clock, standing at the same moment. */
  readonly second?: Cluster;
  /** In order of time. */
  readonly script?: readonly ScriptedHappening[];
}

/** One line of history: a journal, and how far it has been run. */
export interface Branch {
  readonly id: string;
  readonly parent: string;
  readonly forkedAt: Millis;
  journal: RecordedInput[];
  liveAt: Millis;
  /** Oldest first; the first stands at 0. */
  checkpoints: Moment[];
}

const CHECKPOINT_EVERY_MS = 15_000;
const MAX_CHECKPOINTS = 64;
const MAX_BRANCHES = 8;
const STEP_LIMIT_MS = 600_000;

/**
 * A cluster with a past, or two under one clock: run on, go back, change something there and thereby grow a branch.
 * Going somewhere means the nearest checkpoint before it plus a replay of the journal; the result is the same as never having left.
 */
export class History {
  readonly cluster: Cluster;
  readonly clusters: readonly Cluster[];
  private readonly script: readonly ScriptedHappening[];
  private companion: Companion | undefined;
  private readonly refused = new WeakSet<RecordedInput>();
  private readonly branches = new Map<string, Branch>();
  private currentId = "A";
  /** Entries of the current branch's journal that have been applied. */
  private journalIndex = 0;
  /** Scripted happenings that are over. */
  private scriptIndex = 0;
  private nextAction = 1;

  /** `cluster` stands at the moment the learner arrives. Nothing of the journal has been applied. */
  constructor(
    cluster: Cluster,
    journal: readonly RecordedInput[] = [],
    { second, script = [] }: HistoryOptions = {},
  ) {
    this.cluster = cluster;
    this.clusters = second ? [cluster, second] : [cluster];
    this.script = script;
    assert(!second || second.at === cluster.at, "two clusters stand at the same moment");
    const first: Branch = {
      id: "A",
      parent: "",
      forkedAt: 0,
      journal: [...journal],
      liveAt: 0,
      checkpoints: [],
    };
    first.liveAt = journal.at(-1)?.at ?? 0;
    this.branches.set(first.id, first);
    this.nextAction = 1 + Math.max(0, ...journal.map(({ action }) => action));
    this.keepCheckpoint();
  }

  /** Virtual ms since the learner arrived. */
  get at(): Millis {
    return this.cluster.at;
  }

  get branch(): Branch {
    return assertPresent(this.branches.get(this.currentId), "the current branch exists");
  }

  listBranches(): readonly Branch[] {
    return [...this.branches.values()];
  }

  /** The clock stands before the newest moment of the branch, or inputs that were made later are still to come. */
  get isPast(): boolean {
    return this.at < this.branch.liveAt || this.journalIndex < this.branch.journal.length;
  }

  /** Something waits for an input before the clock may go on. In the past the input is known and nothing waits. */
  get isHeld(): boolean {
    if (this.companion?.isHolding !== true) return false;
    const next = this.branch.journal[this.journalIndex];
    return next === undefined || next.at <= this.at;
  }

  /** When something next happens in any cluster, ms since the learner arrived. */
  nextInstant(): Millis | undefined {
    const times = this.clusters.flatMap((cluster) => cluster.nextInstant() ?? []);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Lets something watch from now on. Call before anything was run. */
  attach(companion: Companion): void {
    const { checkpoints } = this.branch;
    assert(checkpoints.length === 1 && this.at === 0, "a companion comes before the history runs");
    this.companion = companion;
    this.branch.checkpoints = [];
    this.keepCheckpoint();
  }

  /** Whether the API server refused an input that was made: the same entry is answered the same on every branch that has it. */
  isRefused(entry: RecordedInput): boolean {
    return this.refused.has(entry);
  }

  /** A number for the inputs of one action. */
  startAction(): number {
    const action = this.nextAction;
    this.nextAction += 1;
    return action;
  }

  /** Runs on to a time not before now, applying journal entries on the way. */
  runTo(at: Millis): void {
    const { branch } = this;
    for (;;) {
      const next = branch.journal[this.journalIndex];
      const target = next && next.at <= at ? next.at : at;
      this.runQuiet(target);
      if (!next || next.at > at) break;
      this.apply(next);
    }
    branch.liveAt = Math.max(branch.liveAt, this.at);
  }

  /** Runs on until something visible has happened; at most ten virtual minutes. Returns where the clock stands. */
  stepForward(isDone: (cluster: Cluster) => boolean = () => true): Millis {
    const limit = this.at + STEP_LIMIT_MS;
    let seen = this.clusters.map(({ happenings }) => happenings);
    for (;;) {
      const next = this.branch.journal[this.journalIndex];
      const target = Math.min(next?.at ?? limit, this.nextInstant() ?? limit, limit);
      this.runTo(Math.max(target, this.at));
      const moved = this.clusters.filter(({ happenings }, i) => happenings !== seen[i]);
      if (moved.some((cluster) => isDone(cluster))) return this.at;
      seen = this.clusters.map(({ happenings }) => happenings);
      if (this.at >= limit || this.isHeld) return this.at;
    }
  }

  /** Goes back to the visible happening before the one the clock stands at. */
  stepBack(): Millis {
    const times = this.clusters.map(({ trace, zeroAt }) => {
      const before = trace.state.entries.findLast((entry) => entry.at - zeroAt < this.at);
      return before ? before.at - zeroAt : 0;
    });
    this.seek(Math.max(0, ...times));
    return this.at;
  }

  /** Goes to a time on the current branch; beyond the live edge it runs on. Inputs made at exactly that time are applied. */
  seek(at: Millis): void {
    assert(at >= 0, "time begins at 0");
    if (at < this.at) this.restoreBefore(at);
    else this.skipAhead(at);
    this.runTo(at);
  }

  /** Makes an input now. In the past this grows a new branch first, which drops what came later. */
  input(
    input: ClusterInput,
    { label, action, world }: { label: string; action: number; world?: "a" | "b" },
  ): ApiResponse | undefined {
    if (this.isPast) this.fork();
    this.runQuiet(this.at);
    const entry = { at: this.at, input, action, label, ...(world === "b" && { world }) };
    this.branch.journal.push(entry);
    this.journalIndex = this.branch.journal.length - 1;
    return this.apply(entry);
  }

  /** Reads, which leaves no mark. */
  read(request: ApiRequest, world: "a" | "b" = "a"): ApiResponse {
    return this.worldOf(world).handle(request);
  }

  /** The cluster of that name. */
  worldOf(world: "a" | "b"): Cluster {
    return assertPresent(this.clusters[world === "b" ? 1 : 0], `there is no world ${world}`);
  }

  /**
   * Runs the clusters ahead from now until `isOver`, asked after everything that happens, says so, at most `horizonMs`;
   * then reads `result` and makes everything, the companion's state included, what it was before.
   */
  foresee<T>(
    { horizonMs }: { readonly horizonMs: Millis },
    isOver: (at: Millis) => boolean,
    result: () => T,
  ): T {
    const now = this.moment();
    this.run(this.at + horizonMs, isOver);
    const found = result();
    this.become(now);
    return found;
  }

  /** Goes to just before the last action on this branch that changed anything, on a new branch without it. Undefined when there is none. */
  undo(): { readonly label: string; readonly at: Millis } | undefined {
    const last = this.branch.journal
      .slice(0, this.journalIndex)
      .findLast(({ input }) => input.type !== "note");
    if (!last) return undefined;
    const firstIndex = this.branch.journal.findIndex(({ action }) => action === last.action);
    const first = assertPresent(this.branch.journal[firstIndex], "the action has a first input");
    const kept = this.branch.journal.slice(0, firstIndex);
    this.restoreBefore(first.at, firstIndex);
    this.grow(kept, first.at);
    this.runTo(first.at);
    return { label: last.label, at: first.at };
  }

  /** Goes over to another branch, at its live edge. */
  switchTo(id: string): void {
    const target = assertPresent(this.branches.get(id), `no branch is called ${id}`);
    const at = target.liveAt;
    this.currentId = id;
    const checkpoint = assertPresent(target.checkpoints.at(-1), "a branch has a checkpoint");
    this.become(checkpoint);
    this.runTo(at);
  }

  /** The journal up to now: what a link must carry to come here. */
  journalUntilNow(): readonly RecordedInput[] {
    return this.branch.journal.slice(0, this.journalIndex);
  }

  private fork(): void {
    this.grow(this.branch.journal.slice(0, this.journalIndex), this.at);
  }

  private grow(journal: RecordedInput[], at: Millis): void {
    const parent = this.branch;
    const id = this.freeId();
    const checkpoints = parent.checkpoints.filter(
      (checkpoint) => checkpoint.at <= at && checkpoint.journalIndex <= journal.length,
    );
    this.branches.set(id, {
      id,
      parent: parent.id,
      forkedAt: at,
      journal,
      liveAt: at,
      checkpoints,
    });
    this.currentId = id;
    if (this.branches.size <= MAX_BRANCHES) return;
    for (const old of this.branches.keys()) {
      if (old === id || old === parent.id) continue;
      this.branches.delete(old);
      return;
    }
  }

  private freeId(): string {
    for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
      if (!this.branches.has(letter)) return letter;
    return `B${this.nextAction}`;
  }

  /** Restores the newest checkpoint not after `at` that has applied at most `maxIndex` journal entries. */
  private restoreBefore(at: Millis, maxIndex = Number.POSITIVE_INFINITY): void {
    const isUsable = (checkpoint: Branch["checkpoints"][number]) =>
      checkpoint.at <= at && checkpoint.journalIndex <= maxIndex;
    const checkpoint = assertPresent(
      this.branch.checkpoints.findLast(isUsable),
      "there is a checkpoint at the start",
    );
    this.become(checkpoint);
  }

  /** Jumps over known ground: a checkpoint between now and `at` saves the way there. */
  private skipAhead(at: Millis): void {
    const checkpoint = this.branch.checkpoints.findLast((each) => each.at <= at);
    if (!checkpoint || checkpoint.at <= this.at) return;
    this.become(checkpoint);
  }

  private runQuiet(at: Millis): void {
    while (this.at + CHECKPOINT_EVERY_MS < at && !this.isHeld) {
      this.run(this.at + CHECKPOINT_EVERY_MS);
      this.keepCheckpoint();
    }
    this.run(at);
    const last = this.branch.checkpoints.at(-1);
    if (!last || this.at - last.at >= CHECKPOINT_EVERY_MS) this.keepCheckpoint();
  }

  /** Runs to `at`, or until the companion holds the clock; or, looking ahead, until `isOver`. */
  private run(at: Millis, isOver?: (now: Millis) => boolean): void {
    const { companion, script, clusters, cluster } = this;
    if (!companion && clusters.length === 1 && script.length === 0) {
      cluster.runTo(at);
      return;
    }
    while (isOver !== undefined || !this.isHeld) {
      const due = script[this.scriptIndex]?.at ?? Number.POSITIVE_INFINITY;
      const look = companion?.nextLookAt ?? Number.POSITIVE_INFINITY;
      const next = Math.min(this.nextInstant() ?? Number.POSITIVE_INFINITY, due, look);
      for (const each of clusters) each.runTo(Math.min(next, at));
      if (next > at) return;
      for (; (script[this.scriptIndex]?.at ?? next + 1) <= next; this.scriptIndex += 1)
        script[this.scriptIndex]?.happen(clusters);
      if (isOver?.(next)) return;
      if (!isOver) companion?.observe(next);
    }
  }

  private apply(entry: RecordedInput): ApiResponse | undefined {
    const response = this.worldOf(entry.world ?? "a").applyInput(entry.input, entry.label);
    this.journalIndex += 1;
    const isRefused = (response?.code ?? 200) >= 400;
    if (isRefused) this.refused.add(entry);
    this.companion?.take(entry, isRefused);
    this.companion?.observe(this.at);
    return response;
  }

  private moment(): Moment {
    return {
      at: this.at,
      states: this.clusters.map((cluster) => cluster.checkpoint()),
      companion: cloneState(this.companion?.state),
      journalIndex: this.journalIndex,
      scriptIndex: this.scriptIndex,
    };
  }

  private become({ states, companion, journalIndex, scriptIndex }: Moment): void {
    for (const [i, cluster] of this.clusters.entries())
      cluster.restore(assertPresent(states[i], "a moment holds every cluster"));
    if (this.companion) this.companion.state = cloneState(companion);
    this.journalIndex = journalIndex;
    this.scriptIndex = scriptIndex;
  }

  private keepCheckpoint(): void {
    const { checkpoints } = this.branch;
    const last = checkpoints.at(-1);
    if (last && last.at >= this.at) return;
    checkpoints.push(this.moment());
    if (checkpoints.length <= MAX_CHECKPOINTS) return;
    // Every second one of the older half goes: the far past is dearer to reach, never out of reach.
    const half = MAX_CHECKPOINTS / 2;
    this.branch.checkpoints = checkpoints.filter((_, i) => i === 0 || i >= half || i % 2 === 0);
  }
}
