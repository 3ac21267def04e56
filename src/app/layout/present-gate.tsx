import { lazy, Suspense } from "react";
import { useShell } from "#app/state/shell-state.ts";

const Present = lazy(() =>
  import("#app/panels/present/present.tsx").then(({ Present: component }) => ({
    default: component,
  })),
);

const LessonPresent = lazy(() =>
  import("#app/panels/lesson-present/lesson-present.tsx").then(({ LessonPresent: component }) => ({
    default: component,
  })),
);

/** Present mode, loaded when it is first asked for. */
export function PresentGate() {
  const hasLesson = useShell(({ lesson, mode }) => lesson !== null && mode === "lesson");
  return <Suspense fallback={null}>{hasLesson ? <LessonPresent /> : <Present />}</Suspense>;
}
