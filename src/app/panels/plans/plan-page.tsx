import { useState } from "react";
import { MarkedLine } from "#app/panels/lesson/marked.tsx";
import { useText, useYard } from "#app/state/hooks.ts";
import { useSession } from "#app/state/session.ts";
import { Icon } from "#app/ui/icon.tsx";
import { QrToggle } from "#app/ui/qr-toggle.tsx";
import { wallLines } from "#lessons/plan-wall.ts";
import type { LessonCard } from "#protocol/lesson.ts";
import type { ClassPlan, PlanLesson, PlanPart } from "#protocol/plan.ts";
import "./plans.css";

interface PlanPageProps {
  readonly plan: ClassPlan;
  readonly cards: readonly LessonCard[];
}

/** A class to be read before it is given: what comes when, what to say, and what is left to do at home. */
export function PlanPage({ plan, cards }: PlanPageProps) {
  const text = useText();
  const session = useSession();
  const language = useYard((state) => state.language);
  const starts = plan.parts.map((_part, index) =>
    plan.parts.slice(0, index).reduce((sum, { minutes }) => sum + minutes, 0),
  );
  return (
    <main className="plan" id="mode" aria-labelledby="plan-title">
      <div className="plan-inner" id="stage" tabIndex={-1}>
        <button type="button" className="button plan-back" onClick={() => session.closePlan()}>
          <Icon name="left" size={16} />
          {text("plan.back")}
        </button>
        <header className="plan-head">
          <h2 id="plan-title">{plan.title[language]}</h2>
          <p className="muted">{plan.about[language]}</p>
          <Actions plan={plan} cards={cards} />
        </header>
        <h3>{text("plan.parts")}</h3>
        <ol className="plan-parts">
          {plan.parts.map((part, index) => (
            <Part key={index} part={part} start={starts[index] ?? 0} index={index} cards={cards} />
          ))}
        </ol>
        {plan.homework.length > 0 && (
          <>
            <h3>{text("plan.homework")}</h3>
            <ul className="plan-homework">
              {plan.homework.map(({ lesson, say }) => (
                <li key={lesson}>
                  <LessonLink lesson={lesson} cards={cards} />
                  <span>{say[language]}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </main>
  );
}

function Actions({ plan, cards }: PlanPageProps) {
  const text = useText();
  const session = useSession();
  const language = useYard((state) => state.language);
  const [said, setSaid] = useState("");
  const first = plan.parts.find(({ lesson }) => lesson)?.lesson;
  const link = first ? new URL(lessonAddress(first.id, language), location.href).href : "";
  const copy = async () => {
    const isCopied = await navigator.clipboard.writeText(link).then(
      () => true,
      () => false,
    );
    setSaid(isCopied ? text("plan.linkCopied") : link);
  };
  const save = async () => {
    const { planFile } = await import("#app/lesson/own-plan.ts");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([planFile(plan, cards)], { type: "text/yaml" }));
    link.download = `${plan.id}.yaml`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <div className="plan-actions">
      <button
        type="button"
        className="button button-primary"
        data-plan="begin"
        onClick={() => void session.presentPart(0)}
      >
        <Icon name="projector" size={16} />
        {text("plan.begin")}
      </button>
      {first && (
        <button type="button" className="button" onClick={() => void copy()}>
          <Icon name="share" size={16} />
          {text("plan.link")}
        </button>
      )}
      <button type="button" className="button" onClick={() => window.print()}>
        {text("plan.print")}
      </button>
      <button type="button" className="button" data-plan="save" onClick={() => void save()}>
        <Icon name="download" size={16} />
        {text("plan.save")}
      </button>
      {first && <QrToggle link={link} />}
      <span role="status">{said}</span>
    </div>
  );
}

interface PartProps {
  readonly part: PlanPart;
  /** Minutes since the class began. */
  readonly start: number;
  readonly index: number;
  readonly cards: readonly LessonCard[];
}

function Part({ part, start, index, cards }: PartProps) {
  const text = useText();
  const session = useSession();
  const language = useYard((state) => state.language);
  const minutes = `${start}–${start + part.minutes}`;
  return (
    <li className="plan-part" data-kind={part.lesson ? "lesson" : "talk"}>
      <p className="plan-when">{text("plan.minutes", { minutes })}</p>
      <div>
        <h4>{part.title[language]}</h4>
        {part.lesson ? (
          <p className="plan-lesson">
            <LessonLink lesson={part.lesson.id} cards={cards} part={part.lesson} />
          </p>
        ) : (
          <ul className="plan-wall">
            {wallLines(part.wall[language]).map((line) => (
              <li key={line}>
                <MarkedLine>{line}</MarkedLine>
              </li>
            ))}
          </ul>
        )}
        <p className="plan-say">
          <MarkedLine>{part.say[language]}</MarkedLine>
        </p>
      </div>
      <button
        type="button"
        className="button plan-from"
        aria-label={`${text("plan.from")}: ${part.title[language]}`}
        onClick={() => void session.presentPart(index)}
      >
        {text("plan.from")}
      </button>
    </li>
  );
}

interface LessonLinkProps {
  readonly lesson: string;
  readonly cards: readonly LessonCard[];
  readonly part?: PlanLesson;
}

/** The lesson by its name, and which of its steps; a link that a pupil can open alone. */
function LessonLink({ lesson, cards, part }: LessonLinkProps) {
  const text = useText();
  const language = useYard((state) => state.language);
  const card = cards.find(({ id }) => id === lesson);
  const title = card?.title[language] ?? lesson;
  const all = card?.steps.length ?? 0;
  const some =
    part && (part.from > 0 || part.to < all) ? ` (${part.from + 1}–${part.to}/${all})` : "";
  return (
    <a
      href={lessonAddress(lesson, language)}
      target="_blank"
      rel="noreferrer"
      aria-label={text("plan.linkOf", { title })}
    >
      <span className="code">{lesson}</span> {title}
      {some}
    </a>
  );
}

function lessonAddress(lesson: string, language: string): string {
  return `?lesson=${lesson}&lang=${language}`;
}
