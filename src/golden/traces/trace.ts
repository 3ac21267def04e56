/** One step of a recorded scenario. */
export type TraceStep =
  | {
      readonly at: number;
      readonly kubectl: readonly string[];
      readonly input?: string;
      readonly rc: number;
      readonly stdout: string;
      readonly stderr: string;
      readonly took: number;
    }
  | { readonly at: number; readonly wait: number };

/** One watch event as it was noted: which fields follow depends on the kind. */
export interface LogEntry {
  readonly t: number;
  readonly type: string;
  readonly kind: string;
  readonly name?: string;
  readonly [field: string]: unknown;
}

/** What real controllers did in one scenario. */
export interface Trace {
  readonly scenario: string;
  readonly about: string;
  readonly steps: readonly TraceStep[];
  readonly log: readonly LogEntry[];
}

/** What a step printed when it was replayed. */
export interface StepResult {
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A scenario as we played it: the same shape as the recording. */
export interface Replay {
  readonly log: readonly LogEntry[];
  /** One per step that runs kubectl, in order. */
  readonly results: readonly StepResult[];
}
