import { loadTexts } from "#app/i18n/text.ts";
import { useShell } from "#app/state/shell-state.ts";
import { later } from "#app/ui/later.tsx";

/** A hall has listeners of both languages. */
const bothLanguages = () => loadTexts("en", "ko");

const Present = later(async () => {
  const [{ Present: component }] = await Promise.all([
    import("#app/panels/present/present.tsx"),
    bothLanguages(),
  ]);
  return component;
});

const LessonPresent = later(async () => {
  const [{ LessonPresent: component }] = await Promise.all([
    import("#app/panels/lesson-present/lesson-present.tsx"),
    bothLanguages(),
  ]);
  return component;
});

const TalkPresent = later(() =>
  import("#app/panels/lesson-present/talk-present.tsx").then(
    ({ TalkPresent: component }) => component,
  ),
);

/** Present mode, loaded when it is first asked for. */
export function PresentGate() {
  const isTalk = useShell(({ plan }) => {
    const part = plan?.plan.parts[plan.part];
    return part !== undefined && part.lesson === undefined;
  });
  const hasLesson = useShell(({ lesson, mode }) => lesson !== null && mode === "lesson");
  return isTalk ? <TalkPresent /> : hasLesson ? <LessonPresent /> : <Present />;
}
