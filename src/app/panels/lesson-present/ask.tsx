import { useEffect, useState } from "react";
import { useWorld } from "#app/state/create-yard.ts";
import { useText } from "#app/state/hooks.ts";
import { isTyping } from "#app/actions/keyboard.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import { Marked, MarkedLine } from "#app/panels/lesson/marked.tsx";
import type { ShownLesson } from "#app/panels/lesson/use-lesson.ts";
import { leader, withHand } from "./beats.ts";

/** The question for the whole class: hands are counted with the keys 1 to 4, Enter shows what comes. */
export function Ask({ shown }: { readonly shown: ShownLesson }) {
  const { lesson, words, progress } = shown;
  const [closed, setClosed] = useState<readonly string[]>([]);
  const stands = progress?.predictions.find(
    ({ id, state }) => (state === "asked" || state === "told") && !closed.includes(id),
  );
  const prediction = lesson.definition.predictions.find(({ id }) => id === stands?.id);
  const says = stands && words.predictions[stands.id];
  if (!stands || !prediction || !says) return null;
  return (
    <AskCard
      key={stands.id}
      id={stands.id}
      options={Object.entries(says.options)}
      question={says.question}
      why={stands.state === "told" ? says.why : ""}
      guess={stands.guess}
      answer={stands.answer}
      onClose={() => setClosed([...closed, stands.id])}
    />
  );
}

interface AskCardProps {
  readonly id: string;
  readonly options: readonly (readonly [string, string])[];
  readonly question: string;
  /** "" until it is told. */
  readonly why: string;
  readonly guess: string;
  readonly answer: string;
  readonly onClose: () => void;
}

function AskCard({ id, options, question, why, guess, answer, onClose }: AskCardProps) {
  const text = useText();
  const world = useWorld();
  const [tally, setTally] = useState<readonly number[]>(() => options.map(() => 0));
  const isTold = why !== "";
  const reveal = () => {
    if (isTold) return onClose();
    const chosen = options[leader(tally)]?.[0] ?? "";
    void world
      .send({
        type: "note",
        note: { type: "note", name: "answer", value: `${id} ${chosen}`.trim() },
      })
      .catch(() => undefined);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || isTyping(event.target)) return;
      const digit = Number(event.key);
      if (digit >= 1 && digit <= options.length && !isTold)
        setTally((before) => withHand(before, digit - 1));
      else if (event.key === "Enter") reveal();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  });
  const words = (value: string) => options.find(([option]) => option === value)?.[1] ?? value;
  return (
    <section className="ask" aria-label={text("predict.title")} data-told={isTold}>
      <div className="ask-question">
        <Marked>{question}</Marked>
      </div>
      <ol>
        {options.map(([option, label], index) => (
          <li key={option} data-right={isTold && option === answer}>
            <button
              type="button"
              disabled={isTold}
              onClick={() => setTally((before) => withHand(before, index))}
            >
              <span className="ask-number">
                {isTold && option === answer ? <Glyph name="check" size={30} /> : index + 1}
              </span>
              <span className="ask-label">
                <MarkedLine>{label}</MarkedLine>
              </span>
              <span className="ask-hands" aria-label={text("predict.tally")}>
                {tally[index] ?? 0}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {options.length === 0 && isTold && <p className="ask-answer">{answer}</p>}
      <div aria-live="polite">
        {isTold && (
          <Marked>
            {why.replaceAll("{guess}", words(guess) || "–").replaceAll("{answer}", words(answer))}
          </Marked>
        )}
      </div>
      <button type="button" className="button button-primary ask-go" onClick={reveal}>
        {text(isTold ? "present.goOn" : "present.reveal")} <kbd>Enter</kbd>
      </button>
    </section>
  );
}
