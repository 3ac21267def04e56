import type { ClusterSpec, ScenarioFile } from "./scenario.ts";

/** What a recorded lesson starts with. */
export interface RecordedStart {
  readonly seed: number;
  readonly cluster: ClusterSpec;
  /** What stood in the default namespace, as YAML documents; "" when nothing did. */
  readonly manifests: string;
  readonly load: readonly { readonly service: string; readonly ratePerSecond: number }[];
  /** Files of the editor. */
  readonly files: readonly ScenarioFile[];
}

/** One recorded action as a step of a lesson. */
export interface ProposedStep {
  readonly id: string;
  /** As `solution.txt` spells it, with names that are random left open. */
  readonly line: string;
  /** Checks that hold after it and did not before, the telling ones first. At least one. */
  readonly checks: readonly string[];
}

/** What came of recording what somebody did from a moment on. */
export interface Recording {
  readonly start: RecordedStart;
  readonly steps: readonly ProposedStep[];
}
