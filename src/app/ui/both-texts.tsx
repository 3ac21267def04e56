import { useId } from "react";
import { useYard } from "#app/state/hooks.ts";
import { LANGUAGES, type LessonLanguage } from "#protocol/lesson.ts";
import "./both-texts.css";

interface BothTextsProps {
  readonly label: string;
  readonly value: Readonly<Record<LessonLanguage, string>>;
  /** Several lines. */
  readonly long?: boolean;
  /** What stands there as long as nothing is written. */
  readonly hints?: Readonly<Partial<Record<LessonLanguage, string>>>;
  /** What is wrong with one of the texts, in words. */
  readonly faults?: Readonly<Partial<Record<LessonLanguage, string>>>;
  readonly onChange: (value: Readonly<Record<LessonLanguage, string>>) => void;
}

/** One text in both languages, the page's own first. */
export function BothTexts(props: BothTextsProps) {
  const { label, value, long = false, hints = {}, faults = {}, onChange } = props;
  const language = useYard((state) => state.language);
  const id = useId();
  const order = [...LANGUAGES].sort((a) => (a === language ? -1 : 1));
  return (
    <fieldset className="both-texts">
      <legend>{label}</legend>
      {order.map((each) => {
        const fault = faults[each];
        const field = {
          "aria-label": `${label} (${each})`,
          "aria-invalid": fault !== undefined,
          "aria-describedby": fault === undefined ? undefined : `${id}-${each}`,
          lang: each,
          placeholder: hints[each] ?? each.toUpperCase(),
          value: value[each],
          onChange: (event: { readonly target: { readonly value: string } }) =>
            onChange({ ...value, [each]: event.target.value }),
        };
        return (
          <div key={each}>
            {long ? <textarea rows={3} {...field} /> : <input {...field} />}
            {fault !== undefined && (
              <p id={`${id}-${each}`} className="field-fault">
                {fault}
              </p>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
