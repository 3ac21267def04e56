import type { ClusterSpec, ScenarioFile, WorldId } from "./scenario.ts";

/** Languages every lesson must be written in. */
export const LANGUAGES = ["en", "ko"] as const;

/** A language of the lessons. */
export type LessonLanguage = (typeof LANGUAGES)[number];

/** Where a fault of a lesson folder stands: file, line and column count from one. */
export interface LessonProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** An expression of the check language (docs/LESSONS.md) as written, known to parse. */
export type Expression = string;

/** One cluster of a lesson as the learner finds it. */
export interface LessonWorld {
  readonly id: WorldId;
  readonly cluster: ClusterSpec;
  /** Files applied before the learner arrives, in order. */
  readonly apply: readonly string[];
  /** Customers from the start. */
  readonly load: readonly { readonly service: string; readonly ratePerSecond: number }[];
  /** How the world is drawn: as the ordinary stage, or as one big server with a name. */
  readonly figure: "stage" | "pet" | "cattle";
}

/** Something that happens by itself at a virtual time, ms since the learner arrived. */
export interface LessonEvent {
  readonly at: number;
  readonly world: WorldId;
  readonly action:
    | {
        readonly type: "fault";
        readonly name: string;
        readonly target: string;
        readonly on: boolean;
      }
    | { readonly type: "load"; readonly service: string; readonly ratePerSecond: number }
    | { readonly type: "kubectl"; readonly line: string };
}

/** What a step draws attention to. */
export interface LessonFocus {
  /** `pod/web-*`, `node/worker-2`, `deployment/shop`, `service/shop`, `etcd/etcd-1`, or a part of the page: `terminal`, `files`, `faults`, `load`, `timeline`, `inspector`, `stage`, `picture`. */
  readonly target: string;
}

/** One step: what to do, and how it is known to be done. */
export interface LessonStep {
  readonly id: string;
  readonly focus?: LessonFocus;
  /** Holds when the step is done. Looked at whenever the cluster changed since the step before was done. */
  readonly check: Expression;
  /** Prediction asked within this step. */
  readonly predict?: string;
  /** A click that does what the step asks (phones, beginners): a kubectl line or a fault, told in the button's words in the texts. */
  readonly chips: readonly LessonChip[];
}

/** A button that acts for the learner; its label is `chip <id>` in the texts. */
export interface LessonChip {
  readonly id: string;
  readonly world: WorldId;
  readonly action:
    | LessonEvent["action"]
    /** Applies the file as it stands in the editor. */
    | { readonly type: "file"; readonly name: string }
    /** Chooses on the stage: `node/master-1`, or the first that begins so (`pod/web-*`). */
    | { readonly type: "select"; readonly target: string }
    /** Puts `text` in the place of the first `find` in a file as it stands, and does not apply it. */
    | {
        readonly type: "edit";
        readonly name: string;
        readonly find: string;
        readonly text: string;
      };
}

/** A question before the deciding moment. The right answer is found by simulating ahead. */
export interface LessonPrediction {
  readonly id: string;
  readonly kind: "number" | "choice" | "node" | "order";
  /** The engine stops as soon as this holds (at the latest just before the next event). */
  readonly when: Expression;
  /** The prediction is decided when this holds; looked for at most `horizonMs` ahead. */
  readonly until: Expression;
  readonly horizonMs: number;
  /** `number` and `node`: the value at that moment. */
  readonly answer?: Expression;
  /** `choice`: the first option whose expression holds at that moment is right. `order`: options sorted by when their expression first held. */
  readonly options: readonly { readonly id: string; readonly holds: Expression }[];
}

/** Everything about a lesson that has no language. */
/** A number that a class may change, such as how many pods the shop has. */
export interface LessonNumber {
  /** As the files of the lesson call it: `{{pods}}`. */
  readonly name: string;
  /** What it is by itself. */
  readonly own: number;
  readonly from: number;
  readonly to: number;
  /** How far the allowed values lie apart. */
  readonly by: number;
  /** What a teacher reads beside it. */
  readonly label: Readonly<Record<LessonLanguage, string>>;
}

export interface LessonDefinition {
  /** `L06`. */
  readonly id: string;
  /** Folder below src/lessons: `02-pods/06-watcher`. */
  readonly folder: string;
  readonly track: string;
  /** Minutes it takes. */
  readonly minutes: number;
  /** `CKA`, `CKAD`. */
  readonly exam: readonly string[];
  readonly seed: number;
  /** The clock stands still until the learner starts it. */
  readonly paused?: boolean;
  readonly worlds: readonly LessonWorld[];
  /** Names of the files that lie open in the editor, in order. */
  readonly files: readonly string[];
  /** A picture of its own beside or instead of the stage. */
  readonly picture?: "eras" | "worlds" | "node" | "template";
  readonly events: readonly LessonEvent[];
  readonly steps: readonly LessonStep[];
  readonly predictions: readonly LessonPrediction[];
  /** What must not happen: when it holds the lesson is lost and can be set back. Its sentence is `forbid <id>` in the texts. */
  readonly forbid: readonly { readonly id: string; readonly when: Expression }[];
  readonly budget: { readonly inputs: number; readonly timeMs: number };
  /** Chips of reasons why Kubernetes exists that light up when the lesson is solved. */
  readonly lights: readonly string[];
  /** What a class may change in it. */
  readonly numbers?: readonly LessonNumber[];
}

/** The texts of one prediction. */
export interface PredictionText {
  readonly question: string;
  /** By option id. */
  readonly options: Readonly<Record<string, string>>;
  /** Said after the moment, whatever was answered. `{answer}` and `{guess}` stand for the values. */
  readonly why: string;
}

/** The texts of one step. */
export interface StepText {
  readonly title: string;
  /** Paragraphs in the small Markdown of docs/LESSONS.md; at most 60 words. */
  readonly say: string;
  /** One short line for the projector; `say` when absent. */
  readonly caption?: string;
  /** Where to look, which command, the full line. */
  readonly hints: readonly [string, string, string];
  /** For the teacher's second window. */
  readonly notes?: string;
  /** By chip id. */
  readonly chips: Readonly<Record<string, string>>;
}

/** Everything a lesson says in one language. */
export interface LessonText {
  readonly language: LessonLanguage;
  readonly title: string;
  readonly objective: string;
  readonly steps: Readonly<Record<string, StepText>>;
  readonly predictions: Readonly<Record<string, PredictionText>>;
  readonly forbid: Readonly<Record<string, string>>;
  /** Names of the worlds by id. */
  readonly worlds: Readonly<Record<string, { readonly title: string; readonly subtitle: string }>>;
  /** Why it worked. */
  readonly debrief: string;
  /** Title of the page of the official documentation to read on. */
  readonly official: string;
  /** Then and now: the class's word, today's word, one sentence. */
  readonly thenNow: readonly {
    readonly then: string;
    readonly now: string;
    readonly say: string;
  }[];
}

/** A whole lesson without its texts, which are loaded by language. */
export interface Lesson {
  readonly definition: LessonDefinition;
  /** Every file of the folder that is no part of the definition. */
  readonly files: readonly ScenarioFile[];
  /** The lines of `solution.txt` by step id: kubectl lines, `fault …`, `tick 30s`, `note select node/worker-1`, `answer who workers`, `edit FILE`. */
  readonly solution: Readonly<Record<string, readonly string[]>>;
  /** The same of `wrong.txt`: a try that must not pass. */
  readonly wrong: Readonly<Record<string, readonly string[]>>;
}

/** What the shelf shows of a lesson before it is opened. */
export interface LessonCard {
  readonly id: string;
  readonly folder: string;
  readonly track: string;
  readonly minutes: number;
  readonly exam: readonly string[];
  readonly predicts: boolean;
  /** Ids of the steps. */
  readonly steps: readonly string[];
  /** Of these the ones that ask a question of their own. */
  readonly asking: readonly string[];
  readonly lights: readonly string[];
  readonly title: Readonly<Record<LessonLanguage, string>>;
  readonly objective: Readonly<Record<LessonLanguage, string>>;
  readonly numbers?: readonly LessonNumber[];
}
