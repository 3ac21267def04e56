import { useEffect, useState, type CSSProperties } from "react";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { textOf } from "#app/i18n/text.ts";
import { Glyph } from "#app/stage/glyph.tsx";
import type { GlyphName } from "#app/stage/glyphs.ts";
import { Stage } from "#app/stage/stage.tsx";
import { useSize } from "#app/stage/use-size.ts";
import { clockText } from "#app/ui/clock.ts";
import { useShownDeployment } from "../deployment-strip/deployment-strip.tsx";
import "./present.css";
import { useCaptions } from "./use-captions.ts";
import { usePresentKeys } from "./use-present-keys.ts";

/** Height of the picture that all sizes are drawn for. */
const DESIGN_HEIGHT = 1080;
const POINTER_REST_MS = 3000;

/** Nothing but stage, counters, clock and captions, in type for the back row. Fills the window. */
export function Present() {
  const text = useText();
  const view = usePresentKeys();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const isResting = usePointerRest();
  const narrowest = Math.min(height / DESIGN_HEIGHT, width / 1500);
  const unit = Math.max(0.3, narrowest) * view.zoom;
  return (
    <main
      ref={box}
      data-theme={view.darkHall ? "dark" : "projector"}
      className={`present ${isResting ? "is-resting" : ""}`}
      aria-label={text("present.label")}
      style={{ "--unit": unit } as CSSProperties}
    >
      <TopStrip />
      <div className="present-stage">
        {height > 0 && <Stage key={String(view.darkHall)} variant="present" unit={unit} />}
      </div>
      {view.captions !== "off" && <CaptionBar lines={view.captions === "both" ? 2 : 1} />}
      {view.spotlight && <Spotlight />}
      <PresentBar />
    </main>
  );
}

function TopStrip() {
  const text = useText();
  const { deployment } = useShownDeployment();
  const at = useYard((state) => Math.floor(state.at / 1000) * 1000);
  const language = useYard((state) => state.language);
  const other = language === "ko" ? "en" : "ko";
  const label = (key: "strip.desired" | "strip.current" | "strip.ready") => (
    <>
      {text(key)} <span lang={other}>{textOf(other, key)}</span>
    </>
  );
  return (
    <header className="present-top">
      <h1>{deployment?.name ?? "Podyard"}</h1>
      {deployment && (
        <dl className="present-counters">
          <Figure glyph="desired" value={deployment.desired} label={label("strip.desired")} />
          <Figure glyph="current" value={deployment.current} label={label("strip.current")} />
          <Figure glyph="check" value={deployment.ready} label={label("strip.ready")} />
        </dl>
      )}
      <div className="present-clock">
        <time className="code">{clockText(at)}</time>
        <Since at={at} />
      </div>
    </header>
  );
}

function Figure({
  glyph,
  value,
  label,
}: {
  glyph: GlyphName;
  value: number;
  label: React.ReactNode;
}) {
  return (
    <div className={`present-figure figure-${glyph}`}>
      <dd>
        <Glyph name={glyph} size={36} />
        {value}
      </dd>
      <dt>{label}</dt>
    </div>
  );
}

/** How long a machine has been off: the number that a class waits for. */
function Since({ at }: { at: number }) {
  const text = useText();
  const heartbeat = useYard((state) => {
    const off = [...state.nodes.values()].filter(({ powered }) => !powered);
    return off.length === 0 ? -1 : Math.max(...off.map(({ heartbeatAt }) => heartbeatAt));
  });
  if (heartbeat < 0) return null;
  return (
    <span>
      {text("present.off-for", { seconds: Math.max(0, Math.round((at - heartbeat) / 1000)) })}
    </span>
  );
}

function CaptionBar({ lines }: { lines: 1 | 2 }) {
  const captions = useCaptions();
  const shown = captions.filter(({ sentence }) => sentence !== "").slice(0, lines);
  return (
    <div
      className={`present-captions ${shown.length === 0 ? "is-empty" : ""}`}
      role="status"
      aria-live="polite"
    >
      {shown.map(({ language, sentence }) => (
        <p key={language} lang={language}>
          {sentence}
        </p>
      ))}
    </div>
  );
}

/** A bright circle that follows the pointer; everything else steps back. */
function Spotlight() {
  const [at, setAt] = useState({ x: window.innerWidth / 2, y: window.innerHeight / 2 });
  useEffect(() => {
    const follow = (event: PointerEvent) => setAt({ x: event.clientX, y: event.clientY });
    window.addEventListener("pointermove", follow);
    return () => window.removeEventListener("pointermove", follow);
  }, []);
  return (
    <div
      className="spotlight"
      aria-hidden="true"
      style={{ "--x": `${at.x}px`, "--y": `${at.y}px` } as CSSProperties}
    />
  );
}

/** For a hand on the mouse: shows itself when the pointer moves. */
function PresentBar() {
  const text = useText();
  const yard = useYardHandle();
  const playing = useYard((state) => state.playing);
  return (
    <div className="present-bar">
      <button
        type="button"
        className="button"
        onClick={() => void yard.send({ type: "play", on: !playing })}
      >
        {text(playing ? "present.pause" : "present.play")}
      </button>
      <span className="muted">{text("present.keys")}</span>
      <button type="button" className="button" onClick={() => yard.setPage({ present: false })}>
        {text("present.exit")}
      </button>
    </div>
  );
}

/** True once the pointer has not moved for a while: then it disappears. */
function usePointerRest(): boolean {
  const [isResting, setResting] = useState(false);
  useEffect(() => {
    let timer = setTimeout(() => setResting(true), POINTER_REST_MS);
    const wake = () => {
      setResting(false);
      clearTimeout(timer);
      timer = setTimeout(() => setResting(true), POINTER_REST_MS);
    };
    window.addEventListener("pointermove", wake);
    window.addEventListener("keydown", wake);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pointermove", wake);
      window.removeEventListener("keydown", wake);
    };
  }, []);
  return isResting;
}
