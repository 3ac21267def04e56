import { useEffect, useRef, useState } from "react";
import { isTyping } from "#app/actions/keyboard.ts";
import { useWorld } from "#app/state/create-yard.ts";
import { useText } from "#app/state/hooks.ts";
import { useSession } from "#app/state/session.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import { Icon } from "#app/ui/icon.tsx";
import { isComposing } from "#app/ui/keys.ts";
import { Chips } from "./chips.tsx";
import { Debrief } from "./debrief.tsx";
import { GoalPicture } from "./goal-picture.tsx";
import { ALL_HINTS, Hints } from "./hints.tsx";
import { GoalSpeaker } from "./goal-speaker.tsx";
import { Marked, MarkedLine } from "./marked.tsx";
import { PredictionCard, QuestionAhead } from "./prediction-card.tsx";
import { StepList } from "./step-list.tsx";
import { useCards, useShownLesson, type ShownLesson } from "./use-lesson.ts";
import "./lesson.css";

/** The open lesson: where one is, what to do, and what came of it. */
export function Reader() {
  const text = useText();
  const shown = useShownLesson();
  if (!shown) return <p className="lesson-wait muted">{text("lesson.loading")}</p>;
  return <ReaderOf shown={shown} key={shown.lesson.definition.id} />;
}

function ReaderOf({ shown }: { readonly shown: ShownLesson }) {
  const text = useText();
  const { lesson, words, progress } = shown;
  const { definition } = lesson;
  const solved = progress?.status === "solved";
  const index = Math.min(progress?.step ?? 0, definition.steps.length - 1);
  const step = definition.steps[index];
  const says = step && words.steps[step.id];
  const [hints, setHints] = useState<Readonly<Record<string, number>>>({});
  const hinted = hints[step?.id ?? ""] ?? 0;
  const isMoment = isMomentOf(shown, step?.predict);
  usePointing(solved ? "" : (step?.focus?.target ?? ""));
  const scroll = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void scroll.current?.scrollTo({ top: 0 });
    // A step may begin with its question: that is what the clock waits for.
    const asked = scroll.current?.querySelector('.predict[data-state="asked"]');
    void asked?.scrollIntoView({ block: "nearest" });
  }, [index, solved]);
  return (
    <article className="lesson" lang={words.language} aria-labelledby="lesson-title">
      <div className="lesson-scroll" ref={scroll}>
        <header className="lesson-head">
          <p className="muted">
            <span className="code">{definition.id}</span>{" "}
            {solved
              ? text("lesson.whereSolved", { minutes: definition.minutes })
              : text("lesson.where", {
                  minutes: definition.minutes,
                  step: index + 1,
                  steps: definition.steps.length,
                })}
          </p>
          <h2 id="lesson-title">
            <MarkedLine>{words.title}</MarkedLine>
          </h2>
          <p className="lesson-objective muted">
            <MarkedLine>{words.objective}</MarkedLine>
          </p>
        </header>
        <StepList shown={shown} index={solved ? definition.steps.length : index} />
        {progress === null && <p className="muted">{text("lesson.starting")}</p>}
        {!solved && step && says && (
          <section className="lesson-say" aria-label={says.title} tabIndex={-1} data-lesson-text="">
            <Marked>{says.say}</Marked>
          </section>
        )}
        {progress?.status === "failed" && (
          <p className="lesson-failed" role="alert">
            <Icon name="warning" size={16} />
            {text("lesson.failed", { sentence: words.forbid[progress.forbidden] ?? "" })}
          </p>
        )}
        {isMoment && <PredictionCard shown={shown} />}
        {!solved && step?.predict !== undefined && (
          <QuestionAhead shown={shown} id={step.predict} />
        )}
        {!solved && step && <Chips step={step} words={words} lesson={lesson} />}
        {!solved && step && says && (
          <Hints shown={hinted} says={says} lines={lesson.solution[step.id] ?? []} />
        )}
        {solved && <Debrief words={words} />}
        {!isMoment && <PredictionCard shown={shown} />}
        {/* A picture of its own has no pods to show. */}
        {!solved && definition.picture !== "eras" && <GoalPicture lesson={lesson} />}
        <Terms />
      </div>
      <Foot
        shown={shown}
        index={index}
        hinted={hinted}
        onHint={() => step && setHints({ ...hints, [step.id]: Math.min(ALL_HINTS, hinted + 1) })}
      />
      <GoalSpeaker shown={shown} />
    </article>
  );
}

/** Whether a prediction belongs to what is being done now. */
function isMomentOf({ progress }: ShownLesson, own: string | undefined): boolean {
  if (progress?.status === "solved") return false;
  const met = progress?.predictions.filter(({ state }) => state !== "waiting") ?? [];
  return met.some(({ id, state }) => state !== "told" || id === own);
}

/** Points at what the step speaks of, on the stage or on the page, while the reader is there. */
function usePointing(target: string): void {
  const world = useWorld();
  useEffect(() => {
    const part = target.includes("/") ? "" : target;
    world.setPage({ pointedAt: target.includes("/") ? target : "" });
    world.twin?.setPage({ pointedAt: target.includes("/") ? target : "" });
    document.documentElement.dataset["pointed"] = part;
    return () => {
      world.setPage({ pointedAt: "" });
      delete document.documentElement.dataset["pointed"];
    };
  }, [world, target]);
}

function Terms() {
  const text = useText();
  const shell = useShellHandle();
  const classTerms = useShell((state) => state.classTerms);
  return (
    <div className="lesson-terms" role="group" aria-label={text("lesson.terms")}>
      <span className="muted">{text("lesson.terms")}</span>
      {[false, true].map((inClass) => (
        <button
          key={String(inClass)}
          type="button"
          aria-pressed={classTerms === inClass}
          onClick={() => shell.setState({ classTerms: inClass })}
        >
          {text(inClass ? "lesson.termsClass" : "lesson.termsOfficial")}
        </button>
      ))}
    </div>
  );
}

/** Whether a step ends when the learner says so: its check waits for a note that it was read. */
function isRead(check: string): boolean {
  return /noted\(\s*'read'/.test(check);
}

interface FootProps {
  readonly shown: ShownLesson;
  readonly index: number;
  /** How many hints of this step have been shown. */
  readonly hinted: number;
  readonly onHint: () => void;
}

function Foot({ shown, index, hinted, onHint }: FootProps) {
  const text = useText();
  const world = useWorld();
  const session = useSession();
  const shell = useShellHandle();
  const cards = useCards();
  const { lesson, progress } = shown;
  const { id, steps, budget } = lesson.definition;
  const solved = progress?.status === "solved";
  const step = steps[index];
  const place = cards?.findIndex((card) => card.id === id) ?? -1;
  const nextId = place >= 0 ? cards?.[place + 1]?.id : undefined;
  const canRead = !solved && progress?.status === "running" && step && isRead(step.check);
  const goOn = () => {
    if (solved) {
      if (nextId) return void session.openLesson(nextId);
      return void session.leaveLesson().then(() => shell.setState({ mode: "lesson" }));
    }
    if (canRead)
      void world
        .send({ type: "note", note: { type: "note", name: "read", value: step.id } })
        .catch(() => undefined);
  };
  useGoOnKey(goOn);
  const startOfStep =
    index === 0 ? (progress?.startedAt ?? 0) : (progress?.steps[index - 1]?.doneAt ?? 0);
  const again = async () => {
    await world.send({ type: "seek", at: Math.max(0, startOfStep) });
    await world.send({ type: "play", on: true });
  };
  return (
    <footer className="lesson-foot">
      {solved ? (
        <button
          type="button"
          className="button button-primary"
          data-lesson="next-lesson"
          onClick={goOn}
        >
          {text(nextId ? "lesson.nextLesson" : "lesson.toShelf")}
        </button>
      ) : (
        <button
          type="button"
          className="button button-primary"
          data-lesson="next"
          disabled={!canRead}
          title={canRead ? "Ctrl + Enter" : text("lesson.nextWait")}
          onClick={goOn}
        >
          {text("lesson.next")}
        </button>
      )}
      {progress?.status === "running" && (
        <button
          type="button"
          className="button"
          onClick={() => void again().catch(() => undefined)}
        >
          {text("lesson.again")}
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        data-lesson="restart"
        aria-label={text("lesson.restart")}
        title={text("lesson.restart")}
        onClick={() => void session.restartLesson()}
      >
        <Icon name="start" />
      </button>
      {!solved && (
        <button
          type="button"
          className="lesson-more lesson-hint"
          data-lesson="hint"
          disabled={hinted === ALL_HINTS}
          aria-label={text("lesson.hintMore", { shown: hinted, all: ALL_HINTS })}
          onClick={onHint}
        >
          {text("lesson.hint", { shown: Math.min(ALL_HINTS, hinted + 1), all: ALL_HINTS })}
        </button>
      )}
      {/* Trying a picture out costs nothing. */}
      {progress && lesson.definition.picture !== "eras" && (
        <span className="lesson-inputs muted">
          {text("lesson.inputs", { inputs: progress.inputs, budget: budget.inputs })}
        </span>
      )}
    </footer>
  );
}

/** Ctrl or Cmd with Enter goes on, unless an editor takes it. */
function useGoOnKey(goOn: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isComposing(event)) return;
      if (event.defaultPrevented || isTyping(event.target)) return;
      event.preventDefault();
      goOn();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
}
