import type { MarkView } from "./rows.ts";

/** What the Explain panel can be asked. */
export type ExplainQuestion =
  | { readonly about: "latest" }
  | { readonly about: "mark"; readonly id: number }
  | {
      readonly about: "object";
      readonly kind: string;
      readonly namespace: string;
      readonly name: string;
    };

/** One step of a cause chain, newest first. Texts are made in app/i18n from code and facts. */
export interface ExplainStep {
  readonly mark: MarkView;
}

/** What the scheduler thought of one node for one pod. */
export interface NodeVerdict {
  readonly node: string;
  readonly fits: boolean;
  /** Plugin that refused, "" when it fits. */
  readonly plugin: string;
  readonly reasons: readonly string[];
  /** Weighted scores by plugin, when it fits. */
  readonly scores: Readonly<Record<string, number>>;
  readonly total: number;
}

/** The last scheduling attempt of a pod. */
export interface SchedulingExplanation {
  readonly pod: { readonly namespace: string; readonly name: string; readonly uid: string };
  readonly at: number;
  readonly attempt: number;
  /** Chosen node, "" when none fits. */
  readonly node: string;
  readonly message: string;
  readonly tieBroken: boolean;
  readonly verdicts: readonly NodeVerdict[];
}

/** The answer to a question: causes newest first, the scheduling attempt if a pod is meant, and what comes next. */
export interface Explanation {
  readonly question: ExplainQuestion;
  readonly chain: readonly ExplainStep[];
  readonly scheduling: SchedulingExplanation | null;
  /** What will happen next to the object, if the core knows: code, facts, virtual ms. */
  readonly next: {
    readonly code: string;
    readonly at: number;
    readonly facts: Readonly<Record<string, string | number | boolean>>;
  } | null;
}
