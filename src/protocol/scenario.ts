import type { ApiRequest } from "#core/api/request.ts";

/** The machine park a scenario starts with. */
export interface ClusterSpec {
  readonly controlPlanes: number;
  readonly workers: number;
  readonly etcdMembers: number;
  /** Kubernetes quantities: `2`, `4Gi`. */
  readonly workerCpu: string;
  readonly workerMemory: string;
  /** RFC 3339: the date at which virtual time starts. */
  readonly startTime: string;
  /** What runs there when the learner arrives. */
  readonly preset: "shop" | "empty";
}

/** Names a cluster of a scenario with two worlds under one clock; `a` is the ordinary one. */
export type WorldId = "a" | "b";

/** A small thing a learner did that is no request: kept in the journal, without effect on the cluster. */
export interface NoteInput {
  readonly type: "note";
  /**
   * `select`: looked at something (`node/worker-1`); `answer`: `ID VALUE`, `ID` alone skips; `picture`: a fact of a lesson's own picture;
   * `read`: went on (`STEP`); `ran`: a kubectl command ended, `EXITCODE LINE`, written by the worker while a lesson is open.
   */
  readonly name: "select" | "answer" | "picture" | "read" | "ran";
  readonly value: string;
}

/** Anything from outside that changes the cluster. Inputs are all that a history needs besides seed and spec. */
export type Input =
  | { readonly type: "request"; readonly request: JournalRequest }
  | { readonly type: "fault"; readonly name: string; readonly target: string; readonly on: boolean }
  | {
      readonly type: "load";
      readonly namespace: string;
      readonly service: string;
      readonly ratePerSecond: number;
    }
  | NoteInput;

/** An API request that writes, without what is the same for all of them (user, agent). */
export type JournalRequest = Omit<ApiRequest, "user" | "table">;

export interface JournalEntry {
  /** Virtual ms since the learner arrived; applied after every event up to and including this time. */
  readonly at: number;
  readonly input: Input;
  /** Inputs of one action of the user share a number; undo removes the last number. */
  readonly action: number;
  /** The kubectl line (or fault) the user would call it by. */
  readonly label: string;
  /** The cluster it went to; `a` when absent. */
  readonly world?: WorldId;
}

/** A named file of the editor. */
export interface ScenarioFile {
  readonly name: string;
  readonly text: string;
}

/** How the page looked: not part of the history. */
export interface ScenarioView {
  readonly language?: "en" | "ko";
  readonly theme?: "dark" | "light" | "projector";
  /** uid or name key of what is selected. */
  readonly selection?: string;
  readonly present?: boolean;
  readonly title?: string;
}

/** A whole session: what a link, a file and the autosave carry. */
export interface Scenario {
  readonly version: 1;
  readonly seed: number;
  readonly cluster: ClusterSpec;
  readonly files: readonly ScenarioFile[];
  readonly journal: readonly JournalEntry[];
  /** Virtual ms since the learner arrived at which the clock stands. */
  readonly at: number;
  readonly speed: number;
  readonly playing: boolean;
  readonly view: ScenarioView;
  /** The second cluster, when there are two under one clock. */
  readonly second?: ClusterSpec;
  /** Id of the lesson that is being done; its definition comes beside the scenario. */
  readonly lesson?: string;
}

/** Three masters, three workers, three etcd members, a small shop. */
export const DEFAULT_CLUSTER: ClusterSpec = {
  controlPlanes: 3,
  workers: 3,
  etcdMembers: 3,
  workerCpu: "2",
  workerMemory: "4Gi",
  startTime: "2026-03-02T09:00:00Z",
  preset: "shop",
};
