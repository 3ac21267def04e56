import { useEffect, useRef, useState } from "react";
import { plainText } from "#app/lesson/marks.ts";
import { useText } from "#app/state/hooks.ts";
import { useShell } from "#app/state/shell-state.ts";
import type { ShownLesson } from "./use-lesson.ts";

/** Tells at once when a step is done and what comes next, when a question waits, and when the lesson is solved: goals may interrupt. */
export function GoalSpeaker({ shown }: { readonly shown: ShownLesson }) {
  const text = useText();
  const classTerms = useShell((state) => state.classTerms);
  const [said, setSaid] = useState("");
  const { lesson, words, progress } = shown;
  const done = progress?.step ?? 0;
  const status = progress?.status ?? "running";
  const asked = progress?.predictions.find(({ state }) => state === "asked")?.id ?? "";
  const before = useRef({ done, status, asked });
  useEffect(() => {
    const was = before.current;
    before.current = { done, status, asked };
    const plain = (marked: string) => plainText(marked, { classTerms }).replace(/\s+/g, " ");
    const stepOf = (place: number) => words.steps[lesson.definition.steps[place]?.id ?? ""];
    const question = words.predictions[asked];
    if (status === "solved" && was.status !== "solved") {
      setSaid(text("lesson.solved", { title: plain(words.title) }));
      return;
    }
    const news: string[] = [];
    if (done > was.done)
      news.push(
        text("lesson.doneNext", {
          title: plain(stepOf(done - 1)?.title ?? ""),
          next: plain(stepOf(done)?.title ?? ""),
          say: firstParagraph(plainText(stepOf(done)?.say ?? "", { classTerms })),
        }),
      );
    // The next step may begin with its question.
    if (asked !== was.asked && question) {
      const options = Object.values(question.options).map(plain).join(", ");
      const told = { question: plain(question.question), options };
      news.push(text(options === "" ? "predict.heard" : "predict.heardOptions", told));
    }
    if (news.length > 0) setSaid(news.join(" "));
  }, [done, status, asked, lesson, words, classTerms, text]);
  return (
    <div className="visually-hidden" role="alert" aria-atomic="true" data-testid="goal-speaker">
      {said}
    </div>
  );
}

function firstParagraph(plain: string): string {
  return plain.split("\n\n")[0]?.replace(/\s+/g, " ") ?? "";
}
