import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import type { GaugeView, MarkView, RequestView, TrafficView, ViewOp } from "#core/view/rows.ts";
import type { Explanation, ExplainQuestion } from "#core/view/explanation.ts";
import type { Lesson } from "./lesson.ts";
import type { LessonProgress } from "./lesson-progress.ts";
import type { NoteInput, Scenario, ScenarioFile, WorldId } from "./scenario.ts";

export type {
  Explanation,
  ExplainQuestion,
  ExplainStep,
  NodeVerdict,
  SchedulingExplanation,
} from "#core/view/explanation.ts";

/** Commands that the page sends to the worker. Each is answered by one Reply with the same id. */
export type Command =
  | {
      readonly type: "open";
      readonly scenario: Scenario;
      /** The lesson that `scenario.lesson` names. */
      readonly lesson?: Lesson;
    }
  /** What a learner did that is no request; goes into the journal. Answering a prediction lets the clock go on in slow motion. */
  | { readonly type: "note"; readonly note: NoteInput; readonly world?: WorldId }
  | { readonly type: "play"; readonly on: boolean }
  /** `passing`: set by the page for a while and chosen by nobody, so that a lesson may still go slowly. */
  | { readonly type: "speed"; readonly factor: number; readonly passing?: boolean }
  /** Runs to the next visible happening, or back to the one before. */
  | { readonly type: "step"; readonly direction: 1 | -1 }
  /** Runs to the next failure, readiness, end of a rollout or fault, at most ten virtual minutes. */
  | { readonly type: "skip" }
  /** Goes to a time on the current branch; forward beyond the live edge runs on. */
  | { readonly type: "seek"; readonly at: number }
  | { readonly type: "undo" }
  | { readonly type: "branch"; readonly id: string }
  /** One kubectl command line without `kubectl`; output streams as `output` messages. `files` answer `-f NAME`, `stdin` answers `-f -`. */
  | {
      readonly type: "kubectl";
      readonly session: number;
      readonly line: string;
      readonly stdin?: string;
      readonly files?: readonly ScenarioFile[];
      readonly world?: WorldId;
      /** What would write is refused. */
      readonly readOnly?: boolean;
    }
  | { readonly type: "interrupt"; readonly session: number }
  | {
      readonly type: "complete";
      readonly line: string;
      readonly cursor: number;
      readonly world?: WorldId;
    }
  | {
      readonly type: "fault";
      readonly name: string;
      readonly target: string;
      readonly on: boolean;
      readonly world?: WorldId;
    }
  | {
      readonly type: "load";
      readonly namespace: string;
      readonly service: string;
      readonly ratePerSecond: number;
      readonly world?: WorldId;
    }
  /** Reads (never writes) through the API server. */
  | {
      readonly type: "read";
      readonly request: Pick<
        ApiRequest,
        "verb" | "group" | "version" | "resource" | "namespace" | "name" | "subresource" | "options"
      >;
      readonly world?: WorldId;
    }
  | { readonly type: "explain"; readonly question: ExplainQuestion; readonly world?: WorldId }
  /** The scenario as it stands now; with a branch, all that was done on that one. */
  | { readonly type: "save"; readonly branch?: string }
  /** Test hook: stops the worker in mid-run. */
  | { readonly type: "crash" };

export type CommandType = Command["type"];

/** Replies by command. */
export interface Replies {
  open: null;
  note: null;
  play: null;
  speed: null;
  step: { readonly at: number };
  skip: { readonly at: number };
  seek: { readonly at: number };
  undo: { readonly label: string; readonly at: number } | null;
  branch: null;
  kubectl: { readonly exitCode: number };
  interrupt: null;
  complete: { readonly from: number; readonly candidates: readonly string[] };
  fault: null;
  load: null;
  read: ApiResponse;
  explain: Explanation;
  save: Scenario;
  crash: null;
}

/** One branch of the history. */
export interface BranchView {
  readonly id: string;
  readonly name: string;
  /** Branch it grew from, "" for the first. */
  readonly parent: string;
  /** Where it left its parent. */
  readonly forkedAt: number;
  /** How far it has been run. */
  readonly liveAt: number;
}

/** An input as the timeline shows it. */
export interface InputView {
  readonly at: number;
  readonly action: number;
  readonly label: string;
  /** The API server refused it. */
  readonly isRefused?: true;
}

/**
 * What the page draws. A snapshot (`reset: true`) replaces everything; others change single rows.
 * Sent at most every 50 ms of wall time, and only after the page acknowledged the one before.
 */
export interface Frame {
  readonly seq: number;
  readonly reset: boolean;
  /** Virtual ms since the learner arrived. */
  readonly at: number;
  readonly revision: number;
  readonly playing: boolean;
  readonly speed: number;
  /** The clock stands behind the live edge of the branch. */
  readonly past: boolean;
  readonly branch: string;
  readonly branches: readonly BranchView[];
  readonly inputs: readonly InputView[];
  readonly ops: readonly ViewOp[];
  /** New marks since the last frame (all kept ones on reset), oldest first. */
  readonly marks: readonly MarkView[];
  readonly traffic: readonly TrafficView[];
  /** Curves of the whole yard: readings since the last frame (all kept ones on reset), one a virtual second, oldest first. */
  readonly gauges: readonly GaugeView[];
  readonly requests: readonly RequestView[];
  /** Faults in force: `node-power worker-2`. */
  readonly faults: readonly string[];
  /** Virtual ms run per wall second lately: less than speed * 1000 when the machine cannot keep up. */
  readonly pace: number;
  /** Which of two clusters this is a picture of; `a` when absent. Each has frames of its own, acknowledged by seq alone. */
  readonly world?: WorldId;
  /** The open lesson, with frames of world `a`. */
  readonly lesson?: LessonProgress;
}

/** Messages from the page. */
export type ToWorker =
  | { readonly kind: "command"; readonly id: number; readonly command: Command }
  | { readonly kind: "ack"; readonly seq: number }
  /** The page has drawn its first picture and has nothing better to do: what else the worker will need may come. */
  | { readonly kind: "idle" };

/** Messages from the worker. */
export type FromWorker =
  | { readonly kind: "frame"; readonly frame: Frame }
  | { readonly kind: "reply"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failure"; readonly id: number; readonly message: string }
  | {
      readonly kind: "output";
      readonly session: number;
      readonly stream: "stdout" | "stderr";
      readonly text: string;
    };
