import { useEffect } from "react";
import { changeReport, withAnswer } from "#app/lesson/class-report.ts";
import { useWorld } from "#app/state/create-yard.ts";
import { useText } from "#app/state/hooks.ts";
import { useShell } from "#app/state/shell-state.ts";
import { isTyping } from "#app/actions/keyboard.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import { Marked, MarkedLine } from "#app/panels/lesson/marked.tsx";
import type { ShownLesson } from "#app/panels/lesson/use-lesson.ts";
import { isComposing } from "#app/ui/keys.ts";
import { leader, withHand, type Tally } from "./beats.ts";

/** What the class has said so far: hands by question, and the questions whose answer has been read. */
export interface ClassAnswers {
  readonly tallies: Readonly<Record<string, Tally>>;
  readonly read: readonly string[];
}

export const NO_ANSWERS: ClassAnswers = { tallies: {}, read: [] };

interface AskProps {
  readonly shown: ShownLesson;
  readonly answers: ClassAnswers;
  readonly onAnswers: (change: (before: ClassAnswers) => ClassAnswers) => void;
}

/** The question for the whole class: hands are counted with the keys 1 to 4, Enter shows what comes. */
export function Ask({ shown, answers, onAnswers }: AskProps) {
  const { lesson, words, progress } = shown;
  const stands = progress?.predictions.find(
    ({ id, state }) => (state === "asked" || state === "told") && !answers.read.includes(id),
  );
  const prediction = lesson.definition.predictions.find(({ id }) => id === stands?.id);
  const says = stands && words.predictions[stands.id];
  if (!stands || !prediction || !says) return null;
  const { id } = stands;
  const options = Object.entries(says.options);
  return (
    <AskCard
      key={id}
      id={id}
      horizonMs={prediction.horizonMs}
      options={options}
      question={says.question}
      why={stands.state === "told" ? says.why : ""}
      guess={stands.guess}
      answer={stands.answer}
      tally={answers.tallies[id] ?? options.map(() => 0)}
      onHand={(option) =>
        onAnswers(({ tallies, read }) => ({
          read,
          tallies: { ...tallies, [id]: withHand(tallies[id] ?? options.map(() => 0), option) },
        }))
      }
      onClose={() => onAnswers(({ tallies, read }) => ({ tallies, read: [...read, id] }))}
    />
  );
}

interface AskCardProps {
  readonly id: string;
  readonly horizonMs: number;
  readonly options: readonly (readonly [string, string])[];
  readonly question: string;
  /** "" until it is told. */
  readonly why: string;
  readonly guess: string;
  readonly answer: string;
  readonly tally: Tally;
  readonly onHand: (option: number) => void;
  readonly onClose: () => void;
}

/** A class waits about this long for what it has predicted; the last seconds are shown slowly all the same. */
const LONGEST_WALL_MS = 20_000;
const MOST_FACTOR = 30;

function AskCard(props: AskCardProps) {
  const { id, horizonMs, options, question, why, guess, answer, tally, onHand, onClose } = props;
  const text = useText();
  const world = useWorld();
  const isTold = why !== "";
  const part = useShell(({ plan }) => plan?.part ?? -1);
  const words = (value: string) => options.find(([option]) => option === value)?.[1] ?? value;
  useEffect(() => {
    if (!isTold || part < 0) return;
    const said = options.map(([, label], index) => ({ text: label, hands: tally[index] ?? 0 }));
    changeReport((report) =>
      withAnswer(report, part, { key: id, question, options: said, came: words(answer) }),
    );
    // Hands are counted no more when it is told.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isTold, part, id]);
  const reveal = async () => {
    if (isTold) return onClose();
    const chosen = options[leader(tally)]?.[0] ?? "";
    const factor = Math.min(MOST_FACTOR, Math.max(1, horizonMs / LONGEST_WALL_MS));
    await world.send({ type: "speed", factor, passing: true });
    await world.send({
      type: "note",
      note: { type: "note", name: "answer", value: `${id} ${chosen}`.trim() },
    });
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isComposing(event) || isTyping(event.target)) return;
      const digit = Number(event.key);
      if (digit >= 1 && digit <= options.length && !isTold) onHand(digit - 1);
      else if (event.key === "Enter") void reveal().catch(() => undefined);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  });
  return (
    <section className="ask" aria-label={text("predict.title")} data-told={isTold}>
      <div className="ask-question">
        <Marked>{question}</Marked>
      </div>
      <ol>
        {options.map(([option, label], index) => (
          <li key={option} data-right={isTold && option === answer}>
            <button type="button" disabled={isTold} onClick={() => onHand(index)}>
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
      <button
        type="button"
        className="button button-primary ask-go"
        onClick={() => void reveal().catch(() => undefined)}
      >
        {text(isTold ? "present.goOn" : "present.reveal")} <kbd>Enter</kbd>
      </button>
    </section>
  );
}
