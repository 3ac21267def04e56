import { useState } from "react";
import { asOwn, dropPlan, isOwnPlan, keepPlan } from "#app/lesson/kept-plans.ts";
import { planFile } from "#app/lesson/own-plan.ts";
import { tidied } from "#app/lesson/plan-edit.ts";
import { planFaults } from "#app/lesson/plan-faults.ts";
import { MarkedLine } from "#app/panels/lesson/marked.tsx";
import { useText, useYard } from "#app/state/hooks.ts";
import { useSession } from "#app/state/session.ts";
import { Icon } from "#app/ui/icon.tsx";
import { QrToggle } from "#app/ui/qr-toggle.tsx";
import { saveFile } from "#app/ui/save-file.ts";
import { numbersWith } from "#lessons/numbers.ts";
import { courseOf } from "#lessons/plan.ts";
import { wallLines } from "#lessons/plan-wall.ts";
import type { LessonCard } from "#protocol/lesson.ts";
import type { ClassPlan, PlanLesson, PlanPart } from "#protocol/plan.ts";
import { PlanEditor } from "./plan-editor.tsx";
import { PlanReports } from "./plan-report.tsx";
import "./plans.css";

interface PlanPageProps {
  readonly plan: ClassPlan;
  readonly cards: readonly LessonCard[];
}

/** A class to be read before it is given: what comes when, what to say, and what is left to do at home. */
export function PlanPage({ plan, cards }: PlanPageProps) {
  const text = useText();
  const session = useSession();
  const [edited, setEdited] = useState("");
  // Those of the course stay as they are: of them a copy is changed.
  const edit = () => {
    const own = isOwnPlan(plan) ? plan : asOwn(plan);
    keepPlan(own);
    setEdited(own.id);
    void session.showPlan(own);
  };
  const language = useYard((state) => state.language);
  return (
    <main className="plan" id="mode" aria-labelledby="plan-title">
      <div className="plan-inner" id="stage" tabIndex={-1}>
        <button type="button" className="button plan-back" onClick={() => session.closePlan()}>
          <Icon name="left" size={16} />
          {text("plan.back")}
        </button>
        <header className="plan-head">
          <h2 id="plan-title">{plan.title[language] || text("plan.untitled")}</h2>
          <p className="muted">{plan.about[language]}</p>
          {edited !== plan.id && <Actions plan={plan} cards={cards} onEdit={edit} />}
        </header>
        {edited === plan.id ? (
          <PlanEditor key={plan.id} plan={plan} cards={cards} onDone={() => setEdited("")} />
        ) : (
          <Reading plan={plan} cards={cards} />
        )}
      </div>
    </main>
  );
}

function Reading({ plan, cards }: PlanPageProps) {
  const text = useText();
  const language = useYard((state) => state.language);
  const starts = plan.parts.map((_part, index) =>
    plan.parts.slice(0, index).reduce((sum, { minutes }) => sum + minutes, 0),
  );
  return (
    <>
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
      <PlanReports plan={plan.id} />
    </>
  );
}

function Actions({ plan, cards, onEdit }: PlanPageProps & { readonly onEdit: () => void }) {
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
  const save = () => {
    const course = courseOf(cards);
    const faults = planFaults(plan, course);
    // A file that could not be opened again would be a loss: it stays kept here instead.
    if (faults.length > 0) return setSaid(text("plan.notYet", { count: faults.length }));
    saveFile(`${plan.id}.yaml`, planFile(tidied(plan, course), cards), "text/yaml");
  };
  const [isSure, setIsSure] = useState(false);
  const remove = () => {
    if (!isSure) return setIsSure(true);
    dropPlan(plan.id);
    session.closePlan();
  };
  return (
    <div className="plan-actions">
      <button
        type="button"
        className="button button-primary"
        data-plan="begin"
        onClick={() => void session.presentPart(0, { isNewClass: true })}
      >
        <Icon name="projector" size={16} />
        {text("plan.begin")}
      </button>
      <button type="button" className="button" data-plan="edit" onClick={onEdit}>
        {text(isOwnPlan(plan) ? "plan.edit" : "plan.editCopy")}
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
      <button type="button" className="button" data-plan="save" onClick={save}>
        <Icon name="download" size={16} />
        {text("plan.save")}
      </button>
      {first && <QrToggle link={link} />}
      {isOwnPlan(plan) && (
        <button
          type="button"
          className="button"
          data-plan="drop"
          onClick={remove}
          onBlur={() => setIsSure(false)}
        >
          {text(isSure ? "plan.dropSure" : "plan.drop")}
        </button>
      )}
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
            {cards
              .find(({ id }) => id === part.lesson?.id)
              ?.numbers?.filter(({ name }) => part.lesson?.numbers?.[name] !== undefined)
              .map((number) => (
                <span key={number.name} className="muted">
                  {text("plan.number", {
                    label: number.label[language],
                    value: numbersWith([number], part.lesson?.numbers)[number.name] ?? number.own,
                  })}
                </span>
              ))}
            {part.lesson.ask && (
              <span className="plan-ask">
                {text("plan.asks", { question: part.lesson.ask.question[language] })}
              </span>
            )}
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
