import { useId } from "react";
import type { PlanFault } from "#app/lesson/plan-faults.ts";
import { useText } from "#app/state/hooks.ts";
import { BothTexts } from "#app/ui/both-texts.tsx";
import { PLAN_LIMITS } from "#lessons/plan.ts";
import type { PlanQuestion } from "#protocol/plan.ts";
import { faultOf, faultsAt } from "./fault-words.ts";

interface QuestionEditorProps {
  readonly ask: PlanQuestion;
  /** How its fields begin: `part.2.ask`. */
  readonly field: string;
  readonly steps: readonly {
    readonly id: string;
    readonly title: string;
    readonly isAsking: boolean;
  }[];
  readonly faults: readonly PlanFault[];
  readonly onChange: (ask: PlanQuestion, field: string) => void;
  readonly onRemove: () => void;
}

/** What may be asked of a cluster, to begin with. */
const EXAMPLES = [
  "ready(pod) == 6",
  "count(pod) < 6",
  "ready(deployment/shop) == 6",
  "phase(pod, 'Pending') >= 1",
  "restarts(pod) >= 1",
  "traffic(service/shop, 'ok') == 100%",
  "traffic(service/shop, 'dropped') > 0",
  "event('FailedScheduling') >= 1",
  "b(ready(deployment/shop)) == 6",
];

/** A question for the whole class, and by what the right answer is known. */
export function QuestionEditor(props: QuestionEditorProps) {
  const { ask, field, steps, faults, onChange, onRemove } = props;
  const text = useText();
  const examples = useId();
  const { options } = ask;
  const withOption = (index: number, change: Partial<PlanQuestion["options"][number]>) => ({
    ...ask,
    options: options.map((each, at) => (at === index ? { ...each, ...change } : each)),
  });
  const stepFault = faultOf(text, faults, `${field}.step`);
  return (
    <section className="question-editor" aria-label={text("plan.question")}>
      <label>
        {text("plan.askStep")}{" "}
        <select
          value={ask.step}
          onChange={(event) => onChange({ ...ask, step: event.target.value }, "ask.step")}
        >
          {!steps.some(({ id }) => id === ask.step) && <option value={ask.step}>–</option>}
          {steps.map(({ id, title, isAsking }) => (
            <option key={id} value={id} disabled={isAsking}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {stepFault !== undefined && <p className="field-fault">{stepFault}</p>}
      <BothTexts
        label={text("plan.question")}
        value={ask.question}
        faults={faultsAt(text, faults, `${field}.question`)}
        onChange={(question) => onChange({ ...ask, question }, "ask.question")}
      />
      <datalist id={examples}>
        {EXAMPLES.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      {options.map(({ text: words, holds }, index) => {
        const number = index + 1;
        const fault = faultOf(text, faults, `${field}.holds.${index}`);
        return (
          <div key={index} className="question-option">
            <BothTexts
              label={text("plan.option", { number })}
              value={words}
              faults={faultsAt(text, faults, `${field}.option.${index}`)}
              onChange={(next) =>
                onChange(withOption(index, { text: next }), `ask.option.${index}`)
              }
            />
            <label className="question-holds">
              {text("plan.holds", { number })}
              <input
                className="code"
                list={examples}
                spellCheck={false}
                value={holds}
                aria-invalid={fault !== undefined}
                onChange={(event) =>
                  onChange(withOption(index, { holds: event.target.value }), `ask.holds.${index}`)
                }
              />
            </label>
            {fault !== undefined && <p className="field-fault">{fault}</p>}
          </div>
        );
      })}
      <p className="part-ask">
        <button
          type="button"
          className="button"
          disabled={options.length >= PLAN_LIMITS.mostOptions}
          onClick={() =>
            onChange({ ...ask, options: [...options, { text: { en: "", ko: "" }, holds: "" }] }, "")
          }
        >
          {text("plan.addOption")}
        </button>
        <button
          type="button"
          className="button"
          disabled={options.length <= PLAN_LIMITS.leastOptions}
          onClick={() => onChange({ ...ask, options: options.slice(0, -1) }, "")}
        >
          {text("plan.removeOption")}
        </button>
        <button type="button" className="button" onClick={onRemove}>
          {text("plan.removeQuestion")}
        </button>
      </p>
      <p className="muted">{text("plan.holdsHint")}</p>
    </section>
  );
}
