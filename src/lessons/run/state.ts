import type { PredictionProgress } from "#protocol/lesson-progress.ts";
import type { WorldId } from "#protocol/scenario.ts";
import type { ActionFact, NoteFact, WorldFacts } from "../check/facts.ts";
import type { Monitor } from "../check/evaluate.ts";

/** Where one prediction stands, as plain data. */
export interface PredictionState {
  state: PredictionProgress["state"];
  guess: string;
  /** Right answer found by running ahead when it was asked. */
  foreseen: string;
  /** When its moment comes if nobody interferes, -1 when that was not found. */
  foreseenAt: number;
  answer: string;
  askedAt: number;
  /** How many actions had been counted when it was asked. */
  askedAfter: number;
  /** `until` was seen false since the question; before that it cannot become true. */
  isOpen: boolean;
  /** Option id -> when its expression first held. */
  firstHeld: Record<string, number>;
}

/** Everything an open lesson remembers: plain data that goes back and forth in time with the cluster. */
export interface LessonState {
  status: "running" | "solved" | "failed";
  step: number;
  /** When the current step began. */
  since: number;
  doneAt: number[];
  solvedAt: number;
  forbidden: string;
  /** Monitors by what they belong to: `step`, `forbid/<id>`, `when/<id>`, `until/<id>`, `option/<id>/<option>`. */
  monitors: Record<string, Monitor[]>;
  predictions: Record<string, PredictionState>;
  facts: Record<WorldId, WorldFacts>;
  actions: ActionFact[];
  notes: NoteFact[];
  /** Revisions last looked at. */
  seen: Record<WorldId, number>;
  /** Something besides the clusters changed since the last look. */
  isStale: boolean;
  /** When to look next, whatever happens until then. */
  nextLookAt: number;
}
