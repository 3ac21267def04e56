import { useText } from "#app/state/hooks.ts";
import { Icon } from "#app/ui/icon.tsx";
import { MarkedLine } from "./marked.tsx";
import type { ShownLesson } from "./use-lesson.ts";

/** The steps with their signs: done, now, to come. */
export function StepList({
  shown,
  index,
}: {
  readonly shown: ShownLesson;
  /** The current step; the number of steps when all are done. */
  readonly index: number;
}) {
  const text = useText();
  const { lesson, words, progress } = shown;
  return (
    <ol className="lesson-steps" aria-label={text("lesson.steps")}>
      {lesson.definition.steps.map(({ id }, place) => {
        const done = (progress?.steps[place]?.doneAt ?? -1) >= 0;
        const state = done ? "done" : place === index ? "now" : "later";
        return (
          <li key={id} data-state={state} aria-current={state === "now" ? "step" : undefined}>
            <span className="step-sign" aria-hidden="true">
              {done && <Icon name="check" size={16} />}
            </span>
            <span>
              <MarkedLine>{words.steps[id]?.title ?? id}</MarkedLine>
              <span className="visually-hidden">
                ,{" "}
                {text(
                  done
                    ? "lesson.stepDone"
                    : state === "now"
                      ? "lesson.stepNow"
                      : "lesson.stepLater",
                )}
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
