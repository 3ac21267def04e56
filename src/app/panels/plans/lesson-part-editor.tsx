import { useEffect, useState } from "react";
import { newQuestion, withSpan } from "#app/lesson/plan-edit.ts";
import type { PlanFault } from "#app/lesson/plan-faults.ts";
import { plainText } from "#app/lesson/marks.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { useShell } from "#app/state/shell-state.ts";
import { BothTexts } from "#app/ui/both-texts.tsx";
import { loadLessonText } from "#lessons/load.ts";
import { numbersWith, valuesOf } from "#lessons/numbers.ts";
import { courseOf } from "#lessons/plan.ts";
import {
  LANGUAGES,
  type LessonCard,
  type LessonLanguage,
  type LessonNumber,
  type LessonText,
} from "#protocol/lesson.ts";
import type { PlanLesson } from "#protocol/plan.ts";
import { faultsAt } from "./fault-words.ts";
import { QuestionEditor } from "./question-editor.tsx";

interface LessonPartEditorProps {
  readonly lesson: PlanLesson;
  /** How the fields of this part begin. */
  readonly field: string;
  readonly cards: readonly LessonCard[];
  readonly faults: readonly PlanFault[];
  readonly onChange: (lesson: PlanLesson, field: string) => void;
}

const NOTHING = { en: "", ko: "" };

/** Which steps of a lesson are shown, what the wall says to each, and a question of one's own. */
export function LessonPartEditor({
  lesson,
  field,
  cards,
  faults,
  onChange,
}: LessonPartEditorProps) {
  const text = useText();
  const said = useLessonTexts(lesson.id);
  const language = useYard((state) => state.language);
  const classTerms = useShell((state) => state.classTerms);
  const card = cards.find(({ id }) => id === lesson.id);
  const steps = card?.steps ?? [];
  const own = steps.slice(lesson.from, lesson.to);
  const plain = (words: string) => plainText(words, { classTerms });
  const titleOf = (step: string) => plain(said[language]?.steps[step]?.title ?? step);
  const captionOf = (step: string, of: LessonLanguage) =>
    plain(said[of]?.steps[step]?.caption ?? "");
  const question = newQuestion(lesson, courseOf(cards));
  return (
    <>
      <p className="part-lesson">
        <strong>
          <span className="code">{lesson.id}</span> {card?.title[language] ?? ""}
        </strong>
        <Span
          label={text("plan.fromStep")}
          steps={steps.map(titleOf)}
          value={lesson.from}
          onChange={(from) => onChange(withSpan(lesson, { from }), "from")}
        />
        <Span
          label={text("plan.toStep")}
          steps={steps.map(titleOf)}
          value={lesson.to - 1}
          onChange={(last) => onChange(withSpan(lesson, { to: last + 1 }), "to")}
        />
      </p>
      {card?.numbers?.map((number) => (
        <NumberOfLesson
          key={number.name}
          number={number}
          given={lesson.numbers}
          onChange={(value) => {
            const { numbers: { [number.name]: _before, ...others } = {}, ...rest } = lesson;
            const numbers = value === number.own ? others : { ...others, [number.name]: value };
            const isChanged = Object.keys(numbers).length > 0;
            onChange(isChanged ? { ...rest, numbers } : rest, `number.${number.name}`);
          }}
        />
      ))}
      {own.map((step) => (
        <BothTexts
          key={step}
          label={text("plan.caption", { step: titleOf(step) })}
          value={lesson.captions?.[step] ?? NOTHING}
          hints={{ en: captionOf(step, "en"), ko: captionOf(step, "ko") }}
          faults={faultsAt(text, faults, `${field}caption.${step}`)}
          onChange={(caption) =>
            onChange(
              { ...lesson, captions: { ...lesson.captions, [step]: caption } },
              `caption.${step}`,
            )
          }
        />
      ))}
      {lesson.ask ? (
        <QuestionEditor
          ask={lesson.ask}
          field={`${field}ask`}
          steps={own.map((id) => ({
            id,
            title: titleOf(id),
            isAsking: card?.asking.includes(id) ?? false,
          }))}
          faults={faults}
          onChange={(ask, name) => onChange({ ...lesson, ask }, name)}
          onRemove={() => {
            const { ask: _removed, ...rest } = lesson;
            onChange(rest, "");
          }}
        />
      ) : (
        <p className="part-ask">
          <button
            type="button"
            className="button"
            data-plan="add-question"
            disabled={question === undefined}
            onClick={() => question && onChange({ ...lesson, ask: question }, "")}
          >
            {text("plan.addQuestion")}
          </button>
          {question === undefined && <span className="muted">{text("plan.allAsk")}</span>}
        </p>
      )}
    </>
  );
}

interface NumberOfLessonProps {
  readonly number: LessonNumber;
  readonly given: PlanLesson["numbers"];
  readonly onChange: (value: number) => void;
}

/** A number of the lesson that this class has otherwise. */
function NumberOfLesson({ number, given, onChange }: NumberOfLessonProps) {
  const text = useText();
  const language = useYard((state) => state.language);
  const label = number.label[language];
  return (
    <p className="part-lesson">
      <label>
        {label}{" "}
        <select
          aria-label={label}
          data-plan={`number-${number.name}`}
          value={numbersWith([number], given)[number.name]}
          onChange={(event) => onChange(Number(event.target.value))}
        >
          {valuesOf(number).map((value) => (
            <option key={value} value={value}>
              {value === number.own ? text("plan.ownNumber", { value }) : value}
            </option>
          ))}
        </select>
      </label>
    </p>
  );
}

interface SpanProps {
  readonly label: string;
  readonly steps: readonly string[];
  readonly value: number;
  readonly onChange: (index: number) => void;
}

function Span({ label, steps, value, onChange }: SpanProps) {
  return (
    <label>
      {label}{" "}
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      >
        {steps.map((title, index) => (
          <option key={title} value={index}>
            {index + 1}. {title}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What a lesson says by itself, in both languages, as soon as it is here. */
function useLessonTexts(id: string): Readonly<Partial<Record<LessonLanguage, LessonText>>> {
  const [texts, setTexts] = useState<Partial<Record<LessonLanguage, LessonText>>>({});
  useEffect(() => {
    let isWanted = true;
    void Promise.all(LANGUAGES.map((language) => loadLessonText(id, language))).then(
      ([en, ko]) => isWanted && setTexts({ ...(en && { en }), ...(ko && { ko }) }),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [id]);
  return texts;
}
