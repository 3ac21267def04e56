import type { Lesson } from "#protocol/lesson.ts";
import type { LessonProgress } from "#protocol/lesson-progress.ts";
import { LessonPlayer } from "./lesson-player.ts";

/** Which of a lesson's two runs is played. */
export type Attempt = "solution" | "wrong";

/** How a played run ended. */
export interface PlayedLesson {
  readonly progress: LessonProgress;
  /** Step id -> the step whose lines were being played when it was done. */
  readonly doneDuring: Readonly<Record<string, string>>;
  /** What the acts did not find as they took it to be, with the act. */
  readonly problems: readonly string[];
  /** What was told, line by line. */
  readonly transcript: string;
  readonly player: LessonPlayer;
}

/** Plays the solution, or the run that must not pass, and tells it like a terminal with the steps flipping. */
export function playLesson(lesson: Lesson, attempt: Attempt): PlayedLesson {
  const player = new LessonPlayer(lesson);
  const doneDuring: Record<string, string> = {};
  const problems: string[] = [];
  const told: string[] = [];
  const tell = (text: string) => void told.push(text.endsWith("\n") ? text : `${text}\n`);
  let before = player.progress;
  for (const { id } of lesson.definition.steps) {
    for (const act of lesson[attempt][id] ?? []) {
      tell(`$ ${act}`);
      const { printed, exitCode, problem } = player.perform(act);
      if (printed !== "") tell(printed);
      if (exitCode !== undefined && exitCode !== 0) tell(`# exit code ${exitCode}`);
      if (problem !== undefined) {
        problems.push(`${act.split("\n")[0] ?? ""}: ${problem}`);
        tell(`# ${problem}`);
      }
      const after = player.progress;
      for (const line of changes(before, after)) tell(line);
      for (const { id: step, doneAt } of after.steps) if (doneAt >= 0) doneDuring[step] ??= id;
      before = after;
    }
  }
  const { history } = player;
  tell(`# ${secondsOf(history.at)} of virtual time, ${before.inputs} inputs: ${before.status}`);
  return { progress: before, doneDuring, problems, transcript: told.join(""), player };
}

function changes(before: LessonProgress, after: LessonProgress): readonly string[] {
  const lines: string[] = [];
  for (const [i, { id, state, guess, answer }] of after.predictions.entries()) {
    if (state === before.predictions[i]?.state) continue;
    if (state === "asked") lines.push(`# ? ${id} is asked`);
    if (state === "running") lines.push(`# ? ${id}: said ${guess || "nothing"}`);
    if (state === "told") lines.push(`# ? ${id}: said ${guess || "nothing"}, right is ${answer}`);
  }
  for (const [i, { id, doneAt }] of after.steps.entries())
    if (doneAt >= 0 && (before.steps[i]?.doneAt ?? -1) < 0)
      lines.push(`# ✓ step ${id} is done at ${secondsOf(doneAt)}`);
  if (after.forbidden !== before.forbidden) lines.push(`# ✗ must not be: ${after.forbidden}`);
  if (after.status !== before.status && after.status === "solved") lines.push("# ✓ solved");
  return lines;
}

function secondsOf(ms: number): string {
  return `${ms / 1000}s`;
}
