import { assert, assertPresent } from "#core/base/assert.ts";
import type { Millis } from "#core/base/time.ts";
import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import type { Checkpoint, Cluster, ClusterInput } from "./cluster.ts";

/** An input with its place in time, ms since the learner arrived. */
export interface RecordedInput {
  readonly at: Millis;
  readonly input: ClusterInput;
  /** Inputs of one action of the user share a number. */
  readonly action: number;
  readonly label: string;
}

/** One line of history: a journal, and how far it has been run. */
export interface Branch {
  readonly id: string;
  readonly parent: string;
  readonly forkedAt: Millis;
  journal: RecordedInput[];
  liveAt: Millis;
  /** Oldest first; the first stands at 0. */
  checkpoints: { readonly at: Millis; readonly state: Checkpoint; readonly journalIndex: number }[];
}

const CHECKPOINT_EVERY_MS = 15_000;
const MAX_CHECKPOINTS = 64;
const MAX_BRANCHES = 8;
const STEP_LIMIT_MS = 600_000;

/**
 * A cluster with a past: run on, go back, change something there and thereby grow a branch.
 * Going somewhere means the nearest checkpoint before it plus a replay of the journal; the result is the same as never having left.
 */
export class History {
  readonly cluster: Cluster;
  private readonly branches = new Map<string, Branch>();
  private currentId = "A";
  /** Entries of the current branch's journal that have been applied. */
  private journalIndex = 0;
  private nextAction = 1;

  /** `cluster` stands at the moment the learner arrives. Nothing of the journal has been applied. */
  constructor(cluster: Cluster, journal: readonly RecordedInput[] = []) {
    this.cluster = cluster;
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
      this.cluster.applyInput(next.input, next.label);
      this.journalIndex += 1;
    }
    branch.liveAt = Math.max(branch.liveAt, this.at);
  }

  /** Runs on until something visible has happened; at most ten virtual minutes. Returns where the clock stands. */
  stepForward(isDone: (cluster: Cluster) => boolean = () => true): Millis {
    const { cluster } = this;
    const limit = this.at + STEP_LIMIT_MS;
    let seen = cluster.happenings;
    for (;;) {
      const next = this.branch.journal[this.journalIndex];
      const instant = cluster.nextInstant();
      const target = Math.min(next?.at ?? limit, instant ?? limit, limit);
      this.runTo(Math.max(target, this.at));
      if (cluster.happenings !== seen && isDone(cluster)) return this.at;
      seen = cluster.happenings;
      if (this.at >= limit) return this.at;
    }
  }

  /** Goes back to the visible happening before the one the clock stands at. */
  stepBack(): Millis {
    const before = this.cluster.trace.state.entries.findLast(
      (entry) => entry.at - this.cluster.zeroAt < this.at,
    );
    this.seek(before ? Math.max(0, before.at - this.cluster.zeroAt) : 0);
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
    { label, action }: { label: string; action: number },
  ): ApiResponse | undefined {
    if (this.isPast) this.fork();
    this.runQuiet(this.at);
    const response = this.cluster.applyInput(input, label);
    const { branch } = this;
    branch.journal.push({ at: this.at, input, action, label });
    this.journalIndex = branch.journal.length;
    return response;
  }

  /** Reads, which leaves no mark. */
  read(request: ApiRequest): ApiResponse {
    return this.cluster.handle(request);
  }

  /** Goes to just before the last action on this branch, on a new branch without it. Undefined when there is none. */
  undo(): { readonly label: string; readonly at: Millis } | undefined {
    const last = this.branch.journal[this.journalIndex - 1];
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
    this.cluster.restore(checkpoint.state);
    this.journalIndex = checkpoint.journalIndex;
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
    this.cluster.restore(checkpoint.state);
    this.journalIndex = checkpoint.journalIndex;
  }

  /** Jumps over known ground: a checkpoint between now and `at` saves the way there. */
  private skipAhead(at: Millis): void {
    const checkpoint = this.branch.checkpoints.findLast((each) => each.at <= at);
    if (!checkpoint || checkpoint.at <= this.at) return;
    this.cluster.restore(checkpoint.state);
    this.journalIndex = checkpoint.journalIndex;
  }

  private runQuiet(at: Millis): void {
    while (this.at + CHECKPOINT_EVERY_MS < at) {
      this.cluster.runTo(this.at + CHECKPOINT_EVERY_MS);
      this.keepCheckpoint();
    }
    this.cluster.runTo(at);
    const last = this.branch.checkpoints.at(-1);
    if (!last || this.at - last.at >= CHECKPOINT_EVERY_MS) this.keepCheckpoint();
  }

  private keepCheckpoint(): void {
    const { checkpoints } = this.branch;
    const last = checkpoints.at(-1);
    if (last && last.at >= this.at) return;
    checkpoints.push({
      at: this.at,
      state: this.cluster.checkpoint(),
      journalIndex: this.journalIndex,
    });
    if (checkpoints.length <= MAX_CHECKPOINTS) return;
    // Every second one of the older half goes: the far past is dearer to reach, never out of reach.
    const half = MAX_CHECKPOINTS / 2;
    this.branch.checkpoints = checkpoints.filter((_, i) => i === 0 || i >= half || i % 2 === 0);
  }
}
