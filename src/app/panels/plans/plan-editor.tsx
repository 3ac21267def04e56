import { useLayoutEffect, useRef, useState } from "react";
import { keepPlan } from "#app/lesson/kept-plans.ts";
import { movePart, newPart, withoutPart, withPart, withParts } from "#app/lesson/plan-edit.ts";
import { planFaults } from "#app/lesson/plan-faults.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { useShellHandle } from "#app/state/shell-state.ts";
import { BothTexts } from "#app/ui/both-texts.tsx";
import { courseOf } from "#lessons/plan.ts";
import { SHOP_NAME } from "#lessons/shop-name.ts";
import type { LessonCard } from "#protocol/lesson.ts";
import type { ClassPlan } from "#protocol/plan.ts";
import { faultOf, faultsAt } from "./fault-words.ts";
import { PartEditor } from "./part-editor.tsx";
import "./plan-editor.css";

interface PlanEditorProps {
  readonly plan: ClassPlan;
  readonly cards: readonly LessonCard[];
  readonly onDone: () => void;
}

/** A plan as it stands, with names for its parts that stay when they are moved. */
interface Draft {
  readonly plan: ClassPlan;
  readonly keys: readonly number[];
}

const MOST_UNDO = 60;

/** A plan of the teacher's own, to be changed in place. Every change is kept at once, and can be taken back. */
export function PlanEditor({ plan, cards, onDone }: PlanEditorProps) {
  const text = useText();
  const [draft, change, back] = useDraft(plan);
  const [said, setSaid] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const moved = useRef<number | null>(null);
  const course = courseOf(cards);
  const faults = planFaults(draft.plan, course);
  // What moves keeps the focus, although its place in the page is another one.
  useLayoutEffect(() => {
    if (moved.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-move="${moved.current}"]`)?.focus();
    moved.current = null;
  }, [draft]);
  const put = (next: ClassPlan, keys = draft.keys, field = "") =>
    change({ plan: next, keys }, field);
  const move = (from: number, to: number) => {
    const next = movePart(draft.plan, from, to);
    if (next === draft.plan) return;
    const others = draft.keys.filter((_key, index) => index !== from);
    const key = draft.keys[from] ?? 0;
    moved.current = key;
    put(next, [...others.slice(0, to), key, ...others.slice(to)]);
    setSaid(text("plan.movedTo", { place: to + 1, parts: next.parts.length }));
  };
  const add = (card?: LessonCard) =>
    put(withParts(draft.plan, [...draft.plan.parts, newPart(card)]), [
      ...draft.keys,
      Math.max(0, ...draft.keys) + 1,
    ]);
  return (
    <section className="plan-editor" aria-label={text("plan.edit")}>
      <div className="plan-editor-bar">
        <button type="button" className="button button-primary" data-plan="done" onClick={onDone}>
          {text("plan.done")}
        </button>
        <button
          type="button"
          className="button"
          data-plan="undo"
          disabled={back === undefined}
          onClick={() => {
            back?.();
            setSaid(text("plan.undone"));
          }}
        >
          {text("plan.undo")}
        </button>
        <p role="status" className="muted">
          {said !== "" ? `${said} ` : ""}
          {text(faults.length === 0 ? "plan.kept" : "plan.keptWithFaults", {
            count: faults.length,
          })}
        </p>
      </div>
      <BothTexts
        label={text("plan.title")}
        value={draft.plan.title}
        faults={faultsAt(text, faults, "title")}
        onChange={(title) => put({ ...draft.plan, title }, draft.keys, "title")}
      />
      <BothTexts
        label={text("plan.about")}
        long
        value={draft.plan.about}
        faults={faultsAt(text, faults, "about")}
        onChange={(about) => put({ ...draft.plan, about }, draft.keys, "about")}
      />
      <ShopName
        value={draft.plan.shop ?? ""}
        fault={faultOf(text, faults, "shop")}
        onChange={(shop) => {
          const { shop: _before, ...rest } = draft.plan;
          put(shop === "" ? rest : { ...rest, shop }, draft.keys, "shop");
        }}
      />
      <ol className="plan-editor-parts" ref={list}>
        {draft.plan.parts.map((part, index) => (
          <PartEditor
            key={draft.keys[index]}
            name={draft.keys[index] ?? index}
            part={part}
            index={index}
            count={draft.plan.parts.length}
            cards={cards}
            faults={faults}
            onChange={(next, field) =>
              put(withPart(draft.plan, index, next), draft.keys, `${draft.keys[index]} ${field}`)
            }
            onMove={(to) => move(index, to)}
            onRemove={() => {
              put(
                withoutPart(draft.plan, index),
                draft.keys.filter((_key, each) => each !== index),
              );
              setSaid(text("plan.removed"));
            }}
          />
        ))}
      </ol>
      <AddPart cards={cards} onAdd={add} />
    </section>
  );
}

interface ShopNameProps {
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (name: string) => void;
}

/** What the shop of the lessons is called in this class. */
function ShopName({ value, fault, onChange }: ShopNameProps) {
  const text = useText();
  return (
    <div className="plan-shop">
      <label htmlFor="plan-shop">{text("plan.shop")}</label>
      <input
        id="plan-shop"
        className="text-field code"
        value={value}
        placeholder={SHOP_NAME}
        spellCheck={false}
        aria-invalid={fault !== undefined}
        aria-describedby="plan-shop-hint"
        onChange={(event) => onChange(event.target.value.trim())}
      />
      <p id="plan-shop-hint" className={fault === undefined ? "muted" : "field-fault"}>
        {fault ?? text("plan.shopHint")}
      </p>
    </div>
  );
}

/** The draft, how to change it, and how to take the last change back. Typing in one field counts as one change. */
function useDraft(plan: ClassPlan) {
  const shell = useShellHandle();
  const text = useText();
  const [draft, setDraft] = useState<Draft>(() => ({
    plan,
    keys: plan.parts.map((_part, index) => index),
  }));
  const [before, setBefore] = useState<readonly Draft[]>([]);
  const lastField = useRef("");
  const show = (next: Draft) => {
    setDraft(next);
    const isKept = keepPlan(next.plan);
    shell.setState({ plan: { plan: next.plan, part: -1 } });
    if (!isKept) shell.setState({ notice: { tone: "warning", text: text("plan.notKept") } });
  };
  const change = (next: Draft, field: string) => {
    if (field === "" || field !== lastField.current)
      setBefore([...before, draft].slice(-MOST_UNDO));
    lastField.current = field;
    show(next);
  };
  const last = before.at(-1);
  const back =
    last &&
    (() => {
      setBefore(before.slice(0, -1));
      lastField.current = "";
      show(last);
    });
  return [draft, change, back] as const;
}

interface AddPartProps {
  readonly cards: readonly LessonCard[];
  readonly onAdd: (card?: LessonCard) => void;
}

function AddPart({ cards, onAdd }: AddPartProps) {
  const text = useText();
  const language = useYard((state) => state.language);
  const [id, setId] = useState(cards[0]?.id ?? "");
  return (
    <div className="plan-editor-add">
      <button type="button" className="button" data-plan="add-talk" onClick={() => onAdd()}>
        {text("plan.addTalk")}
      </button>
      <select
        aria-label={text("plan.lesson")}
        value={id}
        onChange={(event) => setId(event.target.value)}
      >
        {cards.map((card) => (
          <option key={card.id} value={card.id}>
            {card.id} {card.title[language]}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="button"
        data-plan="add-lesson"
        onClick={() => onAdd(cards.find((card) => card.id === id))}
      >
        {text("plan.addLesson")}
      </button>
    </div>
  );
}
