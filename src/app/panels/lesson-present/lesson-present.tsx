import { useEffect, useRef, useState } from "react";
import { captionAt } from "#app/lesson/caption.ts";
import { plainText } from "#app/lesson/marks.ts";
import { useYard } from "#app/state/hooks.ts";
import type { ClassPlace } from "#app/panels/follow/follow-channel.ts";
import { useShell } from "#app/state/shell-state.ts";
import { useSession } from "#app/state/session.ts";
import { Stage } from "#app/stage/stage.tsx";
import type { Language } from "#app/state/yard-state.ts";
import { clockText } from "#app/ui/clock.ts";
import { PictureGate, takesStage, usePicture } from "#app/panels/lesson/picture-gate.tsx";
import { MarkedLine } from "#app/panels/lesson/marked.tsx";
import { useShownLesson, type ShownLesson } from "#app/panels/lesson/use-lesson.ts";
import { CaptionBar } from "#app/panels/present/caption-bar.tsx";
import type { Caption } from "#app/panels/present/captions.ts";
import { Counters } from "#app/panels/present/counters.tsx";
import { useCaptions } from "#app/panels/present/use-captions.ts";
import { Ask, NO_ANSWERS, type ClassAnswers } from "./ask.tsx";
import type { Beat, BeatRange } from "./beats.ts";
import { PresentFrame } from "./present-frame.tsx";
import { useBeats, type AroundBeats, type Beats } from "./use-beats.ts";
import { partNotes, useNotes } from "./use-notes.ts";

/** A lesson for the back row: the picture, one sentence in one or two languages, and the next beat on a key. */
export function LessonPresent() {
  const shown = useShownLesson();
  const part = useShell(({ plan }) => plan?.part ?? -1);
  return shown ? (
    <Presentation key={`${part} ${shown.lesson.definition.id}`} shown={shown} />
  ) : null;
}

function Presentation({ shown }: { readonly shown: ShownLesson }) {
  const picture = usePicture();
  const [answers, setAnswers] = useState(() => alreadyTold(shown));
  const around = useAround(shown.lesson, (id) => answers.read.includes(id));
  const { range } = around;
  const beats = useBeats(shown.lesson, around);
  const { beat } = beats;
  const { steps } = shown.lesson.definition;
  // Behind its last step a part of a lesson ends as the whole does.
  const told = beat.step >= range.to ? steps.length : beat.step;
  const captions = useLessonCaptions(shown, { ...beat, step: told });
  useLessonNotes(shown, { beats, told, caption: captions[0]?.sentence ?? "" });
  const place = useClassPlace(shown, beat.step);
  const isOver = beat.step >= range.to && !around.onAfter;
  return (
    <PresentFrame
      className=""
      onGo={beats.go}
      onRewind={beats.rewind}
      isWaiting={beat.phase === "run" || isOver}
      place={place}
      marks={{ "data-step": beat.step, "data-phase": beat.phase }}
    >
      {({ view, unit, height }) => (
        <>
          {takesStage(picture) ? (
            <LessonTop shown={shown} beat={beat} range={range} />
          ) : (
            <Counters />
          )}
          <div className="present-stage">
            {picture && height > 0 && (
              <div className="present-picture">
                <PictureGate picture={picture} />
              </div>
            )}
            {!takesStage(picture) && height > 0 && (
              <Stage key={String(view.darkHall)} variant="present" unit={unit} />
            )}
            <Ask shown={shown} answers={answers} onAnswers={setAnswers} />
          </div>
          {view.captions !== "off" && (
            <CaptionBar captions={captions} lines={view.captions === "both" ? 2 : 1} />
          )}
        </>
      )}
    </PresentFrame>
  );
}

/** Where pupils who follow are led: the step that is told or done; behind the last one they finish it by themselves. */
function useClassPlace({ lesson: { definition }, words }: ShownLesson, index: number): ClassPlace {
  const classTerms = useShell((state) => state.classTerms);
  const step = Math.min(index, definition.steps.length - 1);
  const title = words.steps[definition.steps[step]?.id ?? ""]?.title ?? words.title;
  return { lesson: definition.id, step: step + 1, title: plainText(title, { classTerms }) };
}

/** What was told before the presentation began is not told again. */
function alreadyTold({ progress }: ShownLesson): ClassAnswers {
  const told = progress?.predictions.filter(({ state }) => state === "told") ?? [];
  return { ...NO_ANSWERS, read: told.map(({ id }) => id) };
}

/** Which steps are shown, and the parts of the class before and behind them. */
function useAround(
  { definition }: ShownLesson["lesson"],
  isRead: (prediction: string) => boolean,
): AroundBeats {
  const session = useSession();
  const open = useShell((state) => state.plan);
  const lesson = open?.plan.parts[open.part]?.lesson;
  if (!open || lesson?.id !== definition.id)
    return { range: { from: 0, to: definition.steps.length }, isRead };
  const go = (index: number) => () => void session.presentPart(index);
  return {
    range: lesson,
    isRead,
    onBefore: open.part > 0 ? go(open.part - 1) : undefined,
    onAfter: go(open.part + 1),
  };
}

interface LessonTopProps {
  readonly shown: ShownLesson;
  readonly beat: Beat;
  readonly range: BeatRange;
}

/** Title, where one is, and the clock. */
function LessonTop({ shown, beat, range }: LessonTopProps) {
  const at = useYard((state) => Math.floor(state.at / 1000) * 1000);
  const { steps } = shown.lesson.definition;
  const id = steps[beat.step]?.id ?? "";
  return (
    <header className="present-top">
      <h1>
        <MarkedLine>{shown.words.title}</MarkedLine>
      </h1>
      <p className="lesson-place">
        {steps.slice(range.from, range.to).map((step, index) => (
          <i
            key={step.id}
            data-done={range.from + index < beat.step}
            data-now={range.from + index === beat.step}
          />
        ))}
        <span>
          <MarkedLine>{shown.words.steps[id]?.title ?? ""}</MarkedLine>
        </span>
      </p>
      <div className="present-clock">
        <time className="code">{clockText(at)}</time>
      </div>
    </header>
  );
}

/** The step's own sentence; while it runs, what happens, as soon as there is something. */
function useLessonCaptions({ lesson }: ShownLesson, beat: Beat): readonly Caption[] {
  const language = useYard((state) => state.language);
  const classTerms = useShell((state) => state.classTerms);
  const open = useShell((state) => state.lesson);
  const happened = useCaptions();
  const session = useSession();
  const other: Language = language === "ko" ? "en" : "ko";
  useEffect(() => void session.loadLessonLanguage(other), [session, other]);
  const before = useRef(happened);
  useEffect(() => {
    if (beat.phase === "say") before.current = happened;
  }, [beat, happened]);
  if (beat.phase === "run" && happened !== before.current && happened.length > 0) return happened;
  const order = [language, other] as const;
  return order.flatMap((each) => {
    const words = open?.texts[each];
    return words
      ? [{ language: each, sentence: captionAt(beat.step, { lesson, words, classTerms }) }]
      : [];
  });
}

interface Standing {
  readonly beats: Beats;
  /** Index of the step that is told; the number of steps at the end. */
  readonly told: number;
  readonly caption: string;
}

/** Tells the second window what to say. */
function useLessonNotes({ lesson, words }: ShownLesson, { beats, told, caption }: Standing): void {
  const language = useYard((state) => state.language);
  const classTerms = useShell((state) => state.classTerms);
  const open = useShell((state) => state.plan);
  const second = useYard((state) => Math.floor(state.at / 1000));
  const { steps } = lesson.definition;
  const id = steps[told]?.id ?? "";
  const next = steps[told + 1]?.id ?? "";
  const part = partNotes(open, language);
  const notes = words.steps[id]?.notes ?? (told >= steps.length ? words.debrief : "");
  useNotes(
    {
      language,
      title: plainText(words.title, { classTerms }),
      place: `${Math.min(told + 1, steps.length)} / ${steps.length}`,
      caption,
      notes: plainText(notes, { classTerms }),
      next: plainText(words.steps[next]?.title ?? "–", { classTerms }),
      clock: clockText(second * 1000),
      ...(part && { part }),
    },
    beats.go,
  );
}
