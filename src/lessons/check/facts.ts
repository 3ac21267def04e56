import type { WorldId } from "#protocol/scenario.ts";
import type { LessonWorldView } from "../world-view.ts";
import type { Named } from "./selector.ts";

/** What is remembered of an object that was there at some time. Frozen. */
export interface Followed extends Named {
  readonly uid: string;
  /** `Deployment/web`, "" without a controller. */
  readonly controller: string;
  /** It came since the lesson began. */
  readonly isNew: boolean;
  /** Its deletion has begun or is over. */
  readonly isGone: boolean;
}

/** Requests of one Service counted up to a moment. Frozen. */
export interface TrafficSample {
  readonly at: number;
  readonly ok: number;
  readonly failed: number;
}

/** What is remembered of one cluster since the lesson began, as plain data. */
export interface WorldFacts {
  /** By kind, then by uid. */
  followed: Record<string, Record<string, Followed>>;
  /** Event uid -> count before the lesson began. */
  eventsBefore: Record<string, number>;
  /** Service uid -> counts, oldest first; the first is that of the beginning. */
  traffic: Record<string, TrafficSample[]>;
}

/** One action of the learner. Frozen. */
export interface ActionFact {
  readonly action: number;
  readonly world: WorldId;
  /** kubectl's words: `delete`, `rollout undo`; `fault`, `heal`, `load` for the others. */
  readonly verb: string;
  /** Kinds it went to (`Pod`), or the name of the fault. */
  readonly objects: readonly string[];
  readonly isRefused: boolean;
  /** Files it applied with success. */
  readonly applied: readonly string[];
  /** It wrote or disturbed something: reads are free. */
  readonly counts: boolean;
}

/** One note of the learner. Frozen. */
export interface NoteFact {
  readonly name: string;
  readonly value: string;
}

/** What a check is evaluated in. */
export interface CheckContext {
  readonly views: Readonly<Partial<Record<WorldId, LessonWorldView>>>;
  readonly facts: Readonly<Record<WorldId, WorldFacts>>;
  readonly actions: readonly ActionFact[];
  readonly notes: readonly NoteFact[];
  /** Prediction id -> what was said. */
  readonly guesses: Readonly<Record<string, string>>;
  /** Predictions that are over. */
  readonly told: readonly string[];
  /** Virtual ms since the lesson began. */
  readonly now: number;
  /** When what the check belongs to (its step) began. */
  readonly since: number;
}

/** Facts of a cluster nobody has looked at yet. */
export function noFacts(): WorldFacts {
  return { followed: {}, eventsBefore: {}, traffic: {} };
}
