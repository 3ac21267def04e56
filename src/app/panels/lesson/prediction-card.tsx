import { useEffect, useRef, useState } from "react";
import { useWorld } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { momentOf } from "#app/lesson/moment.ts";
import { clockText } from "#app/ui/clock.ts";
import { Icon } from "#app/ui/icon.tsx";
import type { LessonPrediction, PredictionText } from "#protocol/lesson.ts";
import type { PredictionProgress } from "#protocol/lesson-progress.ts";
import { Marked, MarkedLine } from "./marked.tsx";
import type { ShownLesson } from "./use-lesson.ts";

/** The question before the deciding moment, and afterwards what was said and what came. */
export function PredictionCard({ shown }: { readonly shown: ShownLesson }) {
  const { lesson, words, progress } = shown;
  const met = progress?.predictions.filter(({ state }) => state !== "waiting") ?? [];
  const current = met.find(({ state }) => state !== "told") ?? met.at(-1);
  const prediction = lesson.definition.predictions.find(({ id }) => id === current?.id);
  const says = current && words.predictions[current.id];
  if (!current || !prediction || !says) return null;
  return <Card key={current.id} prediction={prediction} says={says} stands={current} />;
}

interface CardProps {
  readonly prediction: LessonPrediction;
  readonly says: PredictionText;
  readonly stands: PredictionProgress;
}

function Card({ prediction, says, stands }: CardProps) {
  const text = useText();
  const world = useWorld();
  const send = (value: string) =>
    void world
      .send({
        type: "note",
        note: { type: "note", name: "answer", value: `${prediction.id} ${value}`.trim() },
      })
      .catch(() => undefined);
  const isAsked = stands.state === "asked";
  const isTold = stands.state === "told";
  const card = useRef<HTMLElement>(null);
  // A question stops the clock: it must be seen, and so must what came of it. (`void`: newer browsers return a promise.)
  useEffect(() => void card.current?.scrollIntoView({ block: "nearest" }), [stands.state]);
  return (
    <section
      ref={card}
      className="predict"
      aria-labelledby="predict-title"
      data-state={stands.state}
      data-prediction={prediction.id}
    >
      <header>
        <h3 id="predict-title">{text("predict.title")}</h3>
        {isTold && <Verdict stands={stands} />}
      </header>
      <div className="predict-question">
        <Marked>{says.question}</Marked>
      </div>
      {prediction.kind === "choice" && <Choice {...{ says, stands, isAsked, send }} />}
      {isAsked && prediction.kind === "number" && <NumberGuess onAnswer={send} />}
      {isAsked && prediction.kind === "node" && <NodeGuess onAnswer={send} />}
      {isAsked && prediction.kind === "order" && <OrderGuess says={says} onAnswer={send} />}
      {isAsked && (
        <button type="button" className="lesson-more" data-predict="skip" onClick={() => send("")}>
          {text("predict.skip")}
        </button>
      )}
      <div aria-live="polite">
        {stands.state === "running" && <p className="muted">{text("predict.running")}</p>}
      </div>
      {stands.state === "running" && <Awaited until={prediction.until} />}
      <div aria-live="polite">{isTold && <Outcome {...{ prediction, says, stands }} />}</div>
    </section>
  );
}

/** Before a question that only the clock brings: when it comes. */
export function QuestionAhead({ shown, id }: { readonly shown: ShownLesson; readonly id: string }) {
  const text = useText();
  const prediction = shown.lesson.definition.predictions.find((each) => each.id === id);
  const moment = momentOf(prediction?.when ?? "");
  const seconds = useSecondsTo(moment ?? 0);
  const isAhead = shown.progress?.predictions.some(
    (each) => each.id === id && each.state === "waiting",
  );
  if (!isAhead || moment === undefined || seconds <= 0) return null;
  return (
    <p className="predict-ahead muted">
      {text("predict.ahead", { at: clockText(moment), seconds })}
    </p>
  );
}

/** Faster than this nobody sees what happens on the way. */
const HASTE = 10;

/** After an answer that only the clock decides: how long it takes, and a quicker way there. */
function Awaited({ until }: { readonly until: string }) {
  const text = useText();
  const world = useWorld();
  const speed = useYard((state) => state.speed);
  const playing = useYard((state) => state.playing);
  const moment = momentOf(until);
  const seconds = useSecondsTo(moment ?? 0);
  // Back to the usual pace when the moment has come.
  useEffect(
    () => () => {
      if (moment !== undefined && world.store.getState().speed === HASTE)
        void world.send({ type: "speed", factor: 1, passing: true }).catch(() => undefined);
    },
    [world, moment],
  );
  if (moment === undefined || seconds <= 0) return null;
  const hasten = async () => {
    await world.send({ type: "speed", factor: HASTE, passing: true });
    if (!playing) await world.send({ type: "play", on: true });
  };
  return (
    <p className="predict-ahead muted">
      <span>{text("predict.awaited", { at: clockText(moment), seconds })}</span>
      {speed < HASTE && (
        <button
          type="button"
          className="button"
          onClick={() => void hasten().catch(() => undefined)}
        >
          <Icon name="skip" size={16} />
          {text("predict.hasten")}
        </button>
      )}
    </p>
  );
}

function useSecondsTo(moment: number): number {
  return useYard((state) => Math.ceil((moment - state.at) / 1000));
}

function Verdict({ stands }: { readonly stands: PredictionProgress }) {
  const text = useText();
  const right = stands.guess === stands.answer;
  if (stands.guess === "") return <span className="muted">{text("predict.skipped")}</span>;
  return (
    <span className="predict-verdict" data-right={right}>
      <Icon name={right ? "check" : "cross"} size={16} />
      {text(right ? "predict.right" : "predict.other")}
    </span>
  );
}

interface ChoiceProps {
  readonly says: PredictionText;
  readonly stands: PredictionProgress;
  readonly isAsked: boolean;
  readonly send: (value: string) => void;
}

function Choice({ says, stands, isAsked, send }: ChoiceProps) {
  const text = useText();
  return (
    <div className="predict-options" role="group" aria-label={text("predict.title")}>
      {Object.entries(says.options).map(([id, words]) => (
        <button
          key={id}
          type="button"
          className="predict-option"
          data-option={id}
          data-right={stands.state === "told" && stands.answer === id}
          aria-pressed={stands.guess === id}
          disabled={!isAsked}
          onClick={() => send(id)}
        >
          <span className="predict-dot" aria-hidden="true" />
          <span>
            <MarkedLine>{words}</MarkedLine>
          </span>
          {stands.state === "told" && stands.answer === id && <Icon name="check" size={16} />}
        </button>
      ))}
    </div>
  );
}

function NumberGuess({ onAnswer }: { readonly onAnswer: (value: string) => void }) {
  const text = useText();
  const [value, setValue] = useState(0);
  const set = (next: number) => setValue(Math.min(9999, Math.max(0, Math.round(next) || 0)));
  return (
    <form
      className="predict-number"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer(String(value));
      }}
    >
      <button
        type="button"
        className="button"
        aria-label={text("predict.less")}
        onClick={() => set(value - 1)}
      >
        −
      </button>
      <input
        type="number"
        min={0}
        inputMode="numeric"
        value={value}
        aria-label={text("predict.value")}
        onChange={(event) => set(Number(event.target.value))}
      />
      <button
        type="button"
        className="button"
        aria-label={text("predict.more")}
        onClick={() => set(value + 1)}
      >
        +
      </button>
      <button type="submit" className="button button-primary" data-predict="answer">
        {text("predict.answer")}
      </button>
    </form>
  );
}

/** A node is chosen on the stage; the list is the way without a pointer. */
function NodeGuess({ onAnswer }: { readonly onAnswer: (value: string) => void }) {
  const text = useText();
  const world = useWorld();
  const nodes = useYard((state) => state.nodes);
  const selection = useYard((state) => state.selection);
  const [atStart] = useState(() => world.store.getState().selection);
  const chosen = selection?.kind === "Node" && selection !== atStart ? selection.name : "";
  const workers = [...nodes.values()].filter(({ role }) => role === "worker");
  return (
    <>
      <p className="muted">{text("predict.node")}</p>
      <div className="predict-options" role="group" aria-label={text("predict.title")}>
        {workers.map(({ uid, name }) => (
          <button
            key={uid}
            type="button"
            className="predict-option"
            data-option={name}
            aria-pressed={chosen === name}
            onClick={() =>
              world.setPage({ selection: { kind: "Node", namespace: "", name, id: uid } })
            }
          >
            <span className="predict-dot" aria-hidden="true" />
            <span className="code">{name}</span>
          </button>
        ))}
      </div>
      <button
        type="button"
        className="button button-primary"
        data-predict="answer"
        disabled={chosen === ""}
        onClick={() => onAnswer(chosen)}
      >
        {text("predict.answer")}
      </button>
    </>
  );
}

function OrderGuess({
  says,
  onAnswer,
}: {
  readonly says: PredictionText;
  readonly onAnswer: (value: string) => void;
}) {
  const text = useText();
  const [order, setOrder] = useState(() => Object.keys(says.options));
  const move = (place: number, by: 1 | -1) => {
    const id = order[place];
    const other = order[place + by];
    if (id === undefined || other === undefined) return;
    setOrder(order.map((each) => (each === id ? other : each === other ? id : each)));
  };
  return (
    <>
      <ol className="predict-order">
        {order.map((id, place) => {
          const name = says.options[id] ?? id;
          return (
            <li key={id}>
              <span>{name}</span>
              <button
                type="button"
                className="icon-button"
                aria-label={text("predict.up", { name })}
                disabled={place === 0}
                onClick={() => move(place, -1)}
              >
                ↑
              </button>
              <button
                type="button"
                className="icon-button"
                aria-label={text("predict.down", { name })}
                disabled={place === order.length - 1}
                onClick={() => move(place, 1)}
              >
                ↓
              </button>
            </li>
          );
        })}
      </ol>
      <button
        type="button"
        className="button button-primary"
        data-predict="answer"
        onClick={() => onAnswer(order.join(","))}
      >
        {text("predict.answer")}
      </button>
    </>
  );
}

function Outcome({ prediction, says, stands }: CardProps) {
  const text = useText();
  const [told, setTold] = useState(false);
  // The sentence comes a moment after the box, so that a screen reader hears it as new.
  useEffect(() => setTold(true), []);
  const words = (value: string) =>
    prediction.kind === "choice" || prediction.kind === "order"
      ? value
          .split(",")
          .map((id) => says.options[id] ?? id)
          .join(" → ")
      : value;
  const guess = words(stands.guess);
  const answer = words(stands.answer);
  const why = says.why.replaceAll("{guess}", guess).replaceAll("{answer}", answer);
  if (!told) return null;
  return (
    <div className="predict-why">
      <span className="visually-hidden">
        {text(
          stands.guess === ""
            ? "predict.skipped"
            : stands.guess === stands.answer
              ? "predict.heardRight"
              : "predict.other",
        )}
        .{" "}
      </span>
      {prediction.kind !== "choice" && !/\{answer\}/.test(says.why) && (
        <p>
          <strong>
            {text(stands.guess === "" ? "predict.saidNothing" : "predict.said", { guess, answer })}
          </strong>
        </p>
      )}
      <Marked>{why}</Marked>
    </div>
  );
}
