import { useEffect, useRef, type CSSProperties } from "react";
import { captionAt } from "#app/lesson/caption.ts";
import { isTyping } from "#app/actions/keyboard.ts";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { useShell } from "#app/state/shell-state.ts";
import { useSession } from "#app/state/session.ts";
import { Stage } from "#app/stage/stage.tsx";
import { useSize } from "#app/stage/use-size.ts";
import type { Language } from "#app/state/yard-state.ts";
import { clockText } from "#app/ui/clock.ts";
import { PictureGate, takesStage, usePicture } from "#app/panels/lesson/picture-gate.tsx";
import { MarkedLine } from "#app/panels/lesson/marked.tsx";
import { useShownLesson, type ShownLesson } from "#app/panels/lesson/use-lesson.ts";
import { CaptionBar } from "#app/panels/present/caption-bar.tsx";
import type { Caption } from "#app/panels/present/captions.ts";
import { Counters } from "#app/panels/present/counters.tsx";
import { DrawPen } from "#app/panels/present/draw-pen.tsx";
import { Overlay } from "#app/panels/present/overlay.tsx";
import { Spotlight } from "#app/panels/present/spotlight.tsx";
import { useCaptions } from "#app/panels/present/use-captions.ts";
import { usePointerRest } from "#app/panels/present/use-pointer-rest.ts";
import { usePresentKeys } from "#app/panels/present/use-present-keys.ts";
import "#app/panels/present/present.css";
import { Ask } from "./ask.tsx";
import type { Beat } from "./beats.ts";
import { LessonBar } from "./lesson-bar.tsx";
import { NotesSender } from "./notes-channel.ts";
import { useBeats, type Beats } from "./use-beats.ts";
import "./lesson-present.css";

const DESIGN = { width: 1500, height: 1080 };
const LEAST_UNIT = 0.3;

/** A lesson for the back row: the picture, one sentence in one or two languages, and the next beat on a key. */
export function LessonPresent() {
  const shown = useShownLesson();
  return shown ? <Presentation key={shown.lesson.definition.id} shown={shown} /> : null;
}

function Presentation({ shown }: { readonly shown: ShownLesson }) {
  const text = useText();
  const [view, setView] = usePresentKeys();
  const beats = useBeats(shown.lesson);
  const captions = useLessonCaptions(shown, beats.beat);
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const isResting = usePointerRest();
  const picture = usePicture();
  const unit =
    Math.max(LEAST_UNIT, Math.min(height / DESIGN.height, width / DESIGN.width)) * view.size;
  useBeatKeys(beats);
  useNotes(shown, beats, captions[0]?.sentence ?? "");
  return (
    <main
      ref={box}
      data-theme={view.darkHall ? "dark" : "projector"}
      className={`present lesson-present ${isResting ? "is-resting" : ""}`}
      aria-label={text("present.label")}
      style={{ "--unit": unit } as CSSProperties}
      data-step={beats.beat.step}
      data-phase={beats.beat.phase}
    >
      {takesStage(picture) ? <LessonTop shown={shown} beat={beats.beat} /> : <Counters />}
      <div className="present-stage">
        {picture && height > 0 && (
          <div className="present-picture">
            <PictureGate picture={picture} />
          </div>
        )}
        {!takesStage(picture) && height > 0 && (
          <Stage key={String(view.darkHall)} variant="present" unit={unit} />
        )}
        <Ask shown={shown} />
      </div>
      {view.captions !== "off" && (
        <CaptionBar captions={captions} lines={view.captions === "both" ? 2 : 1} />
      )}
      {view.overlay && (
        <Overlay shown={view.overlay} onClose={() => setView({ ...view, overlay: null })} />
      )}
      {view.spotlight && <Spotlight />}
      {view.pen && <DrawPen width={8 * unit} />}
      {view.blank && <div className="present-blank" />}
      <LessonBar beats={beats} steps={shown.lesson.definition.steps.length} />
    </main>
  );
}

/** Title, where one is, and the clock. */
function LessonTop({ shown, beat }: { readonly shown: ShownLesson; readonly beat: Beat }) {
  const at = useYard((state) => Math.floor(state.at / 1000) * 1000);
  const { steps } = shown.lesson.definition;
  const id = steps[beat.step]?.id ?? "";
  return (
    <header className="present-top">
      <h1>
        <MarkedLine>{shown.words.title}</MarkedLine>
      </h1>
      <p className="lesson-place">
        {steps.map((step, index) => (
          <i key={step.id} data-done={index < beat.step} data-now={index === beat.step} />
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

/** Arrow keys or a clicker. */
function useBeatKeys(beats: Beats): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || isTyping(event.target)) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (event.key === "ArrowRight" || event.key === "PageDown") beats.go(1);
      else if (event.key === "ArrowLeft" || event.key === "PageUp") beats.go(-1);
      else if (event.key.toLowerCase() === "r") beats.rewind();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  });
}

/** Tells the second window what to say. */
function useNotes({ lesson, words }: ShownLesson, beats: Beats, caption: string): void {
  const { store } = useYardHandle();
  const second = useYard((state) => Math.floor(state.at / 1000));
  const sender = useRef<NotesSender | null>(null);
  const go = useRef(beats.go);
  useEffect(() => {
    go.current = beats.go;
  });
  useEffect(() => {
    const made = new NotesSender((by) => go.current(by));
    sender.current = made;
    return () => made.close();
  }, []);
  const { steps } = lesson.definition;
  const { step } = beats.beat;
  useEffect(() => {
    const id = steps[step]?.id ?? "";
    const next = steps[step + 1]?.id ?? "";
    sender.current?.tell({
      language: store.getState().language,
      title: words.title,
      place: `${Math.min(step + 1, steps.length)} / ${steps.length}`,
      caption,
      notes: words.steps[id]?.notes ?? (step >= steps.length ? words.debrief : ""),
      next: words.steps[next]?.title ?? "–",
      clock: clockText(second * 1000),
    });
  }, [store, words, steps, step, caption, second]);
}
