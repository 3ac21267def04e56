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

const TalkPresent = lazy(() =>
  import("#app/panels/lesson-present/talk-present.tsx").then(({ TalkPresent: component }) => ({
    default: component,
  })),
);

/** Present mode, loaded when it is first asked for. */
export function PresentGate() {
  const isTalk = useShell(({ plan }) => {
    const part = plan?.plan.parts[plan.part];
    return part !== undefined && part.lesson === undefined;
  });
  const hasLesson = useShell(({ lesson, mode }) => lesson !== null && mode === "lesson");
  return (
    <Suspense fallback={null}>
      {isTalk ? <TalkPresent /> : hasLesson ? <LessonPresent /> : <Present />}
    </Suspense>
  );
}
