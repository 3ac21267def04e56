import { useEffect, useState } from "react";
import { useYard, useYardHandle } from "#app/state/hooks.ts";
import type { Explanation, ExplainQuestion } from "#protocol/messages.ts";

/** At most one question a second, however much happens. */
const SHORTEST_WAIT_MS = 1000;

/** The answer to a question about the cluster; asked again as the cluster moves on. */
export function useExplanation(question: ExplainQuestion): {
  readonly answer: Explanation | null;
  readonly isAsked: boolean;
} {
  const { send } = useYardHandle();
  const key = JSON.stringify(question);
  const newest = useYard((state) => state.marks.at(-1)?.id ?? 0);
  const [answers, setAnswers] = useState<{
    readonly key: string;
    readonly answer: Explanation | null;
    readonly askedAt: number;
  }>({ key: "", answer: null, askedAt: 0 });
  const isCurrent = answers.key === key;
  // What was due has happened, perhaps without a mark: a probe leaves none.
  const dueAt = answers.answer?.next?.at ?? Number.POSITIVE_INFINITY;
  const overdue = useYard((state) => (state.at >= dueAt ? Math.floor(state.at / 1000) : 0));
  useEffect(() => {
    let isOpen = true;
    const ask = () => {
      const keep = (answer: Explanation | null) => {
        if (isOpen) setAnswers({ key, answer, askedAt: performance.now() });
      };
      send({ type: "explain", question: JSON.parse(key) as ExplainQuestion }).then(keep, () =>
        keep(null),
      );
    };
    const wait = isCurrent
      ? Math.max(0, SHORTEST_WAIT_MS - (performance.now() - answers.askedAt))
      : 0;
    const timer = setTimeout(ask, wait);
    return () => {
      isOpen = false;
      clearTimeout(timer);
    };
    // The answer itself is no reason to ask again.
  }, [send, key, newest, overdue]);
  return { answer: isCurrent ? answers.answer : null, isAsked: isCurrent };
}
