import { captionAt } from "#app/lesson/caption.ts";
import { useShell } from "#app/state/shell-state.ts";
import { useShownLesson } from "./use-lesson.ts";

/** One sentence about the step that is being done; "" when no lesson is open. */
export function useStepCaption(): string {
  const shown = useShownLesson();
  const classTerms = useShell((state) => state.classTerms);
  if (!shown) return "";
  const { lesson, words, progress } = shown;
  return captionAt(progress?.step ?? 0, { lesson, words, classTerms });
}
