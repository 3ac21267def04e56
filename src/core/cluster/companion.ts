import type { Millis } from "#core/base/time.ts";
import type { Cluster } from "./cluster.ts";
import type { RecordedInput } from "./history.ts";

/** Something that watches a history and remembers what it saw. Its state goes back and forth in time with the clusters'. */
export interface Companion {
  /** Plain data; replaced as a whole when a checkpoint is restored. */
  state: unknown;
  /** The clock must not go on by itself: only another input can free it. */
  readonly isHolding: boolean;
  /** When it wants to look although nothing may have happened, ms since the learner arrived. */
  readonly nextLookAt: Millis;
  /** Takes in an input that was just made. */
  take(entry: RecordedInput, isRefused: boolean): void;
  /** Looks at the clusters. Called after every instant in which something ran, at `nextLookAt`, and after every input. */
  observe(at: Millis): void;
}

/** Something that happens by itself at a time, on every branch, and is no input of the learner. */
export interface ScriptedHappening {
  /** ms since the learner arrived. */
  readonly at: Millis;
  /** Acts on the clusters; the same state gives the same acts. */
  happen(clusters: readonly Cluster[]): void;
}
