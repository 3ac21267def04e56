import { lazy, Suspense } from "react";
import { loadTexts } from "#app/i18n/text.ts";
import { useShell } from "#app/state/shell-state.ts";

/** A hall has listeners of both languages. */
const bothLanguages = () => loadTexts("en", "ko");

const Present = lazy(async () => {
  const [{ Present: component }] = await Promise.all([
    import("#app/panels/present/present.tsx"),
    bothLanguages(),
  ]);
  return { default: component };
});

const LessonPresent = lazy(async () => {
  const [{ LessonPresent: component }] = await Promise.all([
    import("#app/panels/lesson-present/lesson-present.tsx"),
    bothLanguages(),
  ]);
  return { default: component };
});

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
