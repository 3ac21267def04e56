import { useEffect, useState } from "react";
import { lessonCards } from "#lessons/load.ts";
import { useYard } from "#app/state/hooks.ts";
import { useShell } from "#app/state/shell-state.ts";
import type { Lesson, LessonCard, LessonText } from "#protocol/lesson.ts";
import type { LessonProgress } from "#protocol/lesson-progress.ts";

/** The open lesson as the reader needs it. */
export interface ShownLesson {
  readonly lesson: Lesson;
  readonly words: LessonText;
  /** Null until the worker has told of it. */
  readonly progress: LessonProgress | null;
}

/** The open lesson in the page's language, or in the one that there is while that is being loaded. */
export function useShownLesson(): ShownLesson | null {
  const open = useShell((state) => state.lesson);
  const language = useYard((state) => state.language);
  const progress = useYard((state) => state.lesson);
  const words = open && (open.texts[language] ?? Object.values(open.texts)[0]);
  if (!open || !words) return null;
  const isOf = progress?.id === open.lesson.definition.id;
  return { lesson: open.lesson, words, progress: isOf ? progress : null };
}

/** The cards of the shelf; null while they are being loaded. */
export function useCards(): readonly LessonCard[] | null {
  const [cards, setCards] = useState<readonly LessonCard[] | null>(null);
  useEffect(() => {
    let current = true;
    lessonCards().then(
      (loaded) => current && setCards(loaded),
      () => current && setCards([]),
    );
    return () => {
      current = false;
    };
  }, []);
  return cards;
}
