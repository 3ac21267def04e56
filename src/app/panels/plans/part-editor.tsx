import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import type { PlanFault } from "#app/lesson/plan-faults.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { BothTexts } from "#app/ui/both-texts.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { PLAN_LIMITS } from "#lessons/plan.ts";
import type { LessonCard } from "#protocol/lesson.ts";
import type { PlanPart } from "#protocol/plan.ts";
import { faultsAt } from "./fault-words.ts";
import { LessonPartEditor } from "./lesson-part-editor.tsx";

interface PartEditorProps {
  /** What it is called while it is moved about. */
  readonly name: number;
  readonly part: PlanPart;
  readonly index: number;
  readonly count: number;
  readonly cards: readonly LessonCard[];
  readonly faults: readonly PlanFault[];
  readonly onChange: (change: Partial<PlanPart>, field: string) => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
}

/** One part of a class: its time, its words, and what it shows. */
export function PartEditor(props: PartEditorProps) {
  const { part, index, cards, faults, onChange } = props;
  const text = useText();
  const field = (name: string) => `part.${index}.${name}`;
  return (
    <li className="part-editor" data-part={index}>
      <PartHead {...props} />
      <BothTexts
        label={text("plan.partTitle")}
        value={part.title}
        faults={faultsAt(text, faults, field("title"))}
        onChange={(title) => onChange({ title }, "title")}
      />
      {part.lesson ? (
        <LessonPartEditor
          lesson={part.lesson}
          field={field("")}
          cards={cards}
          faults={faults}
          onChange={(lesson, name) => onChange({ lesson }, name)}
        />
      ) : (
        <BothTexts
          label={text("plan.wall", { limit: PLAN_LIMITS.wallLines })}
          long
          value={part.wall}
          faults={faultsAt(text, faults, field("wall"))}
          onChange={(wall) => onChange({ wall }, "wall")}
        />
      )}
      <BothTexts
        label={text("plan.say")}
        long
        value={part.say}
        faults={faultsAt(text, faults, field("say"))}
        onChange={(say) => onChange({ say }, "say")}
      />
    </li>
  );
}

/** Its place and time. It is moved by the handle (drag, or Alt with an arrow key) or by the two arrows. */
function PartHead({ name, part, index, count, onChange, onMove, onRemove }: PartEditorProps) {
  const text = useText();
  const language = useYard((state) => state.language);
  const title = part.title[language] || text("plan.untitled");
  const place = { place: index + 1, title };
  const onKey = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    onMove(index + (event.key === "ArrowUp" ? -1 : 1));
  };
  const handle = useHandle(onMove);
  return (
    <header className="part-head">
      <button
        type="button"
        className="part-handle"
        data-move={name}
        aria-label={text("plan.handle", place)}
        title={text("plan.handleHint")}
        onKeyDown={onKey}
        {...handle}
      >
        <span aria-hidden="true">⠿</span>
        {index + 1}
      </button>
      <Minutes minutes={part.minutes} onChange={(minutes) => onChange({ minutes }, "minutes")} />
      <span className="part-moves">
        <button
          type="button"
          className="icon-button"
          aria-label={text("plan.up", place)}
          disabled={index === 0}
          onClick={() => onMove(index - 1)}
        >
          ↑
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={text("plan.down", place)}
          disabled={index === count - 1}
          onClick={() => onMove(index + 1)}
        >
          ↓
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={text("plan.remove", place)}
          disabled={count === 1}
          onClick={onRemove}
        >
          <Icon name="close" size={16} />
        </button>
      </span>
    </header>
  );
}

/** Dragging with a mouse or a finger: the part goes to where it is let go. */
function useHandle(onMove: (to: number) => void) {
  const over = useRef<HTMLElement | null>(null);
  const turnTo = (part: HTMLElement | null) => {
    over.current?.classList.remove("is-over");
    part?.classList.add("is-over");
    over.current = part;
  };
  const end = (event: PointerEvent) => {
    const place = over.current?.dataset["part"];
    turnTo(null);
    if (event.type === "pointerup" && place !== undefined) onMove(Number(place));
  };
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
      const under = document.elementFromPoint(event.clientX, event.clientY);
      turnTo(under?.closest<HTMLElement>("[data-part]") ?? null);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

/** What is no number of minutes stays in the field and changes nothing. */
function Minutes({
  minutes,
  onChange,
}: {
  readonly minutes: number;
  readonly onChange: (minutes: number) => void;
}) {
  const text = useText();
  const [typed, setTyped] = useState<string | null>(null);
  const { partMinutes: limit } = PLAN_LIMITS;
  const isSound = (value: string) =>
    /^\d+$/.test(value) && Number(value) > 0 && Number(value) <= limit;
  const isWrong = typed !== null && !isSound(typed);
  return (
    <span className="part-minutes">
      <label>
        {text("plan.partMinutes")}{" "}
        <input
          inputMode="numeric"
          value={typed ?? String(minutes)}
          aria-invalid={isWrong}
          onChange={(event) => {
            const value = event.target.value.trim();
            setTyped(value);
            if (isSound(value)) onChange(Number(value));
          }}
          onBlur={() => !isWrong && setTyped(null)}
        />
      </label>
      {isWrong && (
        <span className="field-fault" role="alert">
          {text("plan.fault.minutes", { limit })} {text("plan.minutesKept", { minutes })}
        </span>
      )}
    </span>
  );
}
