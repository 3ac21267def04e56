import type { Lesson, LessonLanguage, LessonText, StepText } from "#protocol/lesson.ts";
import type { ProposedStep, RecordedStart } from "#protocol/recording.ts";
import { proposeChecks } from "./builder/checks.ts";
import { manifestsOf } from "./builder/manifests.ts";
import { openNames } from "./builder/names.ts";
import { observe } from "./builder/observe.ts";
import type { LessonWorldView } from "./world-view.ts";

const START_FILE = "start.yaml";
const MAX_STEPS = 5;
const SETTLE = "tick 20s";

/** One action of somebody who shows a lesson. */
export interface ShownAction {
  /** As a solution spells it: `kubectl scale …`, `fault node-power worker-1`. */
  readonly line: string;
  /** The cluster just before it. */
  readonly before: LessonWorldView;
  /** Reads something off the cluster as it would come to rest without the action. */
  rest<T>(read: (view: LessonWorldView) => T): T;
  /** Does it, and reads something off the cluster when that has come to rest. */
  settle<T>(read: (view: LessonWorldView) => T): T;
}

/** What an action changed, as a step with checks to choose from. */
export function proposeStep(
  { line, before, rest, settle }: ShownAction,
  place: number,
): ProposedStep {
  const now = new Set(observe(before).pods.map(({ uid }) => uid));
  const open = openNames(line, before);
  // What would have happened anyway, such as a rollout that is under way, is not what the action did.
  const anyway = rest(observe);
  const first = { ...anyway, pods: anyway.pods.filter(({ uid }) => now.has(uid)) };
  const checks = proposeChecks(first, settle(observe));
  const verb = /^(?:kubectl|k)\s+(\S+)/.exec(line)?.[1] ?? line.split(" ")[0] ?? "";
  return {
    id: `step-${place}`,
    line: open,
    checks: checks.length > 0 ? checks : [`input('${verb}') >= 1`],
  };
}

/** What stands in a cluster when the recording begins, as a lesson starts with it. */
export function recordStart(
  view: LessonWorldView,
  rest: Omit<RecordedStart, "manifests">,
): RecordedStart {
  return { ...rest, manifests: manifestsOf(view) };
}

/** A lesson out of what was recorded, with texts to be rewritten: at most five steps, each checked by the first of its checks. */
export function draftLesson({
  id,
  start,
  steps,
  texts,
}: {
  readonly id: string;
  readonly start: RecordedStart;
  readonly steps: readonly ProposedStep[];
  /** What to say before anybody wrote anything, by language. */
  readonly texts: Readonly<Record<LessonLanguage, DraftWords>>;
}): {
  readonly lesson: Lesson;
  readonly texts: Readonly<Record<LessonLanguage, LessonText>>;
} {
  const used = steps.slice(0, MAX_STEPS);
  const hasStart = start.manifests !== "";
  const startFile = { name: START_FILE, text: start.manifests };
  const files = [
    ...(hasStart ? [startFile] : []),
    ...start.files.filter(({ name }) => name !== START_FILE),
  ];
  const lesson: Lesson = {
    definition: {
      id,
      folder: `own/${id}`,
      track: "own",
      minutes: 5,
      exam: [],
      seed: start.seed,
      worlds: [
        {
          id: "a",
          cluster: { ...start.cluster, preset: "empty" },
          apply: hasStart ? [START_FILE] : [],
          load: start.load,
          figure: "stage",
        },
      ],
      files: start.files.filter(({ name }) => name !== START_FILE).map(({ name }) => name),
      events: [],
      steps: used.map((step) => ({ id: step.id, check: step.checks[0] ?? "", chips: [] })),
      predictions: [],
      forbid: [],
      budget: { inputs: used.length + 3, timeMs: 600_000 },
      lights: [],
    },
    files,
    solution: Object.fromEntries(used.map((step) => [step.id, [step.line, SETTLE]])),
    wrong: Object.fromEntries(used.map((step) => [step.id, []])),
  };
  return {
    lesson,
    texts: { en: draftText("en", used, texts.en), ko: draftText("ko", used, texts.ko) },
  };
}

/** Words for a lesson that nobody has written yet. `{line}` in them is the recorded line. */
export interface DraftWords {
  readonly title: string;
  readonly objective: string;
  readonly stepTitle: string;
  readonly say: string;
  readonly hints: readonly [string, string, string];
  readonly debrief: string;
}

function draftText(
  language: LessonLanguage,
  steps: readonly ProposedStep[],
  words: DraftWords,
): LessonText {
  const stepText = ({ line }: ProposedStep, i: number): StepText => {
    const say = (text: string) =>
      text.replaceAll("{line}", () => `\`${line}\``).replaceAll("{number}", String(i + 1));
    const [where, which, full] = words.hints;
    return {
      title: say(words.stepTitle),
      say: say(words.say),
      hints: [say(where), say(which), say(full)],
      chips: {},
    };
  };
  return {
    language,
    title: words.title,
    objective: words.objective,
    official: "Kubernetes",
    steps: Object.fromEntries(steps.map((step, i) => [step.id, stepText(step, i)])),
    predictions: {},
    forbid: {},
    worlds: {},
    debrief: words.debrief,
    thenNow: [],
  };
}
