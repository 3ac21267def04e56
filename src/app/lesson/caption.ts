import type { Lesson, LessonText } from "#protocol/lesson.ts";
import { blocksOf, chooseTerms } from "./marks.ts";

/** The one line that is read at a step, without marks; after the last one what is to be remembered. */
export function captionAt(
  step: number,
  {
    lesson,
    words,
    classTerms,
  }: { readonly lesson: Lesson; readonly words: LessonText; readonly classTerms: boolean },
): string {
  const id = lesson.definition.steps[step]?.id;
  const says = id === undefined ? undefined : words.steps[id];
  return plain(says ? (says.caption ?? says.say) : words.debrief, classTerms);
}

/** The first sentence of a text, without its marks. */
function plain(text: string, classTerms: boolean): string {
  const [first] = blocksOf(chooseTerms(text, { classTerms }));
  if (!first || first.type !== "paragraph") return "";
  const line = first.runs.map((run) => run.text).join("");
  return /^.*?[.!?](?=\s|$)/.exec(line)?.[0] ?? line;
}
