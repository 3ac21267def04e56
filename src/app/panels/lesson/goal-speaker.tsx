import { useEffect, useRef, useState } from "react";
import { useText } from "#app/state/hooks.ts";
import type { ShownLesson } from "./use-lesson.ts";

/** Tells at once when a step is done, the lesson solved or lost: goals may interrupt. */
export function GoalSpeaker({ shown }: { readonly shown: ShownLesson }) {
  const text = useText();
  const [said, setSaid] = useState("");
  const { lesson, words, progress } = shown;
  const done = progress?.step ?? 0;
  const status = progress?.status ?? "running";
  const before = useRef({ done, status });
  useEffect(() => {
    const was = before.current;
    before.current = { done, status };
    if (status === "solved" && was.status !== "solved")
      setSaid(text("lesson.solved", { title: words.title }));
    else if (done > was.done) {
      const id = lesson.definition.steps[done - 1]?.id ?? "";
      setSaid(text("lesson.done", { title: words.steps[id]?.title ?? id }));
    }
  }, [done, status, lesson, words, text]);
  return (
    <div className="visually-hidden" role="alert" aria-atomic="true" data-testid="goal-speaker">
      {said}
    </div>
  );
}
