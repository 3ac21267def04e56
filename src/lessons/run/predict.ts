import { evaluate, freshMonitors, isTrue } from "../check/evaluate.ts";
import type { Check } from "../check.ts";
import type { CheckContext } from "../check/facts.ts";
import type { CompiledPrediction } from "./compile.ts";
import type { LessonState, PredictionState } from "./state.ts";

/** What it takes to evaluate a check that belongs to something with a beginning. */
export interface Evaluation {
  readonly state: LessonState;
  context(since: number): CheckContext;
}

/** A prediction that has not been asked. */
export function waitingPrediction(): PredictionState {
  return {
    state: "waiting",
    guess: "",
    foreseen: "",
    foreseenAt: -1,
    answer: "",
    askedAt: -1,
    askedAfter: 0,
    isOpen: false,
    firstHeld: {},
  };
}

/** The worth of a check, with the monitors kept under `key`. */
export function look({ state, context }: Evaluation, key: string, check: Check, since: number) {
  const monitors = (state.monitors[key] ??= freshMonitors(check.slots));
  return evaluate(check.expression, context(since), monitors);
}

/** Whether the moment has come to ask. */
export function isTimeToAsk(evaluation: Evaluation, { prediction, when }: CompiledPrediction) {
  return isTrue(look(evaluation, `when/${prediction.id}`, when, evaluation.state.since));
}

/** Marks a prediction as asked now. */
export function ask(
  evaluation: Evaluation,
  compiled: CompiledPrediction,
  asked: PredictionState,
  now: number,
): void {
  asked.state = "asked";
  asked.askedAt = now;
  asked.askedAfter = countedActions(evaluation.state);
  watch(evaluation, compiled, asked, now);
}

/** Looks at what decides a prediction; returns whether that holds. */
function watch(
  evaluation: Evaluation,
  { prediction: { id }, until, options }: CompiledPrediction,
  asked: PredictionState,
  now: number,
): boolean {
  for (const option of options) {
    const key = `option/${id}/${option.id}`;
    const holds = isTrue(look(evaluation, key, option.holds, asked.askedAt));
    if (holds && asked.firstHeld[option.id] === undefined) asked.firstHeld[option.id] = now;
  }
  const holds = isTrue(look(evaluation, `until/${id}`, until, asked.askedAt));
  // What was true before the question (three pods are ready) must first become false to be news.
  if (!holds || !until.needsWorld) asked.isOpen = true;
  return holds;
}

/** Follows a prediction that runs on to its moment; returns whether that has come. */
export function follow(
  evaluation: Evaluation,
  compiled: CompiledPrediction,
  running: PredictionState,
  now: number,
): boolean {
  const { prediction } = compiled;
  const holds = watch(evaluation, compiled, running, now);
  const isDecided = holds && running.isOpen;
  if (!isDecided && now - running.askedAt < prediction.horizonMs) return false;
  const found = answerNow(evaluation, compiled, running);
  const hasInterfered = countedActions(evaluation.state) > running.askedAfter;
  running.answer = running.foreseen === "" || hasInterfered ? found : running.foreseen;
  running.state = "told";
  return true;
}

function answerNow(
  evaluation: Evaluation,
  { prediction, answer, options }: CompiledPrediction,
  running: PredictionState,
): string {
  const { id, kind } = prediction;
  const at = (optionId: string) => running.firstHeld[optionId] ?? Number.POSITIVE_INFINITY;
  if (kind === "order")
    return [...options]
      .sort((a, b) => (at(a.id) === at(b.id) ? 0 : at(a.id) - at(b.id)))
      .map((option) => option.id)
      .join(",");
  if (kind === "choice")
    return (
      options.find((option) =>
        isTrue(look(evaluation, `option/${id}/${option.id}`, option.holds, running.askedAt)),
      )?.id ?? ""
    );
  return answer ? String(look(evaluation, `answer/${id}`, answer, running.askedAt)) : "";
}

/** How many actions of the learner changed something. */
export function countedActions({ actions }: Pick<LessonState, "actions">): number {
  return actions.filter(({ counts }) => counts).length;
}
