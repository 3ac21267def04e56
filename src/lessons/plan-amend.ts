import type { Lesson, LessonLanguage, LessonText } from "#protocol/lesson.ts";
import type { PlanAmendment, PlanLesson, PlanQuestion } from "#protocol/plan.ts";
import { parseCheck } from "./check.ts";
import { canBeRenamed, textWithShopName, withShopName } from "./shop-name.ts";

/** Id of the question that a plan puts into a lesson; those of lessons have no dot. */
export const PLAN_QUESTION = "plan.ask";

/** A class does not wait longer for its answer, in virtual time. */
const HORIZON_MS = 300_000;
const WHY: Readonly<Record<LessonLanguage, string>> = {
  en: "Right: {answer}.",
  ko: "정답: {answer}.",
};

/** The lesson as a class has it: with the name of its shop and its question. */
export function amendedLesson(lesson: Lesson, amendment: PlanAmendment): Lesson {
  const { shop } = amendment;
  return amendLesson(shop === undefined ? lesson : withShopName(lesson, shop), amendment);
}

/** What the lesson says to that class. */
export function amendedText(
  lesson: Lesson,
  text: LessonText,
  amendment: PlanAmendment,
): LessonText {
  const { shop } = amendment;
  const named = shop !== undefined && canBeRenamed(lesson) ? textWithShopName(text, shop) : text;
  return amendText(named, amendment);
}

/** The lesson with the question of a plan in it: asked when its step begins, decided when the step is done. */
export function amendLesson(lesson: Lesson, { ask }: PlanLesson): Lesson {
  const { definition, solution } = lesson;
  const step = definition.steps.find(({ id }) => id === ask?.step);
  if (!ask || !step || step.predict !== undefined || !isSound(ask)) return lesson;
  const prediction = {
    id: PLAN_QUESTION,
    kind: "choice",
    when: "time() >= 0s",
    until: step.check,
    horizonMs: HORIZON_MS,
    options: ask.options.map(({ holds }, index) => ({ id: optionId(index), holds })),
  } as const;
  // A lesson that has just been opened looks at nothing before its clock goes.
  const first = step === definition.steps[0] ? ["tick 100ms"] : [];
  const answering = [...first, `answer ${PLAN_QUESTION} ${optionId(0)}`];
  return {
    ...lesson,
    definition: {
      ...definition,
      steps: definition.steps.map((each) =>
        each === step ? { ...each, predict: PLAN_QUESTION } : each,
      ),
      predictions: [...definition.predictions, prediction],
    },
    solution: { ...solution, [step.id]: [...answering, ...(solution[step.id] ?? [])] },
  };
}

/** What the lesson says with the lines and the question of a plan in it. */
export function amendText(text: LessonText, { captions = {}, ask }: PlanLesson): LessonText {
  const { language } = text;
  const steps = Object.fromEntries(
    Object.entries(text.steps).map(([id, says]) => {
      const caption = captions[id]?.[language] ?? "";
      return [id, caption === "" ? says : { ...says, caption }];
    }),
  );
  if (!ask) return { ...text, steps };
  const options = ask.options.map((option, index) => [optionId(index), option.text[language]]);
  const said = {
    question: ask.question[language],
    options: Object.fromEntries(options) as Record<string, string>,
    why: WHY[language],
  };
  return { ...text, steps, predictions: { ...text.predictions, [PLAN_QUESTION]: said } };
}

/** Whether a question can be asked: one that is still being written is left out. */
function isSound({ options }: PlanQuestion): boolean {
  return options.length > 1 && options.every(({ holds }) => parseCheck(holds).ok);
}

function optionId(index: number): string {
  return `option-${index + 1}`;
}
