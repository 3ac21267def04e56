import { useEffect, useRef, useState } from "react";
import { useText, useYard } from "#app/state/hooks.ts";
import { disturbance } from "../explain/reason-words.ts";
import { LABEL_FONT, paintLanes } from "./paint.ts";
import { Pace } from "./pace.ts";
import { AXIS_HEIGHT, LANE_HEIGHT, LANES } from "./window.ts";
import type { InputView } from "#protocol/messages.ts";
import type { TimeScale } from "./time-scale.ts";

interface LaneCanvasProps {
  readonly scale: TimeScale;
  readonly width: number;
}

const HEIGHT = AXIS_HEIGHT + LANES.length * LANE_HEIGHT;

/** While time flies nobody sees more pictures of the lanes a second than these: the playhead above them moves with every frame. */
const EVERY_MS = 100;

/** The drawn part of the lanes: up to thousands of marks. */
export function LaneCanvas({ scale, width }: LaneCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const at = useYard((state) => state.at);
  const marks = useYard((state) => state.marks);
  const inputs = useYard((state) => state.inputs);
  const theme = useYard((state) => state.theme);
  const faultsInForce = useYard((state) => state.faults.length > 0);
  const selected = useYard((state) =>
    state.selection?.kind === "Mark" ? Number(state.selection.id) : -1,
  );
  const gauges = useYard((state) => state.gauges);
  const text = useText();
  const playing = useYard((state) => state.playing);
  const [pace] = useState(() => new Pace());
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext("2d");
    if (!element || !pen || width === 0) return;
    const colour = coloursOf(theme);
    const size = { width, height: HEIGHT };
    const wordsOf = (input: InputView) => inputWords(input, text);
    const lanes = { scale, at, marks, inputs, gauges, faultsInForce, selected };
    const picture = { ...lanes, colour, wordsOf, ...size };
    pace.ask(playing ? EVERY_MS : 0, () => {
      fitCanvas(element, pen, width);
      paintLanes(pen, picture);
    });
  }, [
    scale,
    at,
    marks,
    inputs,
    gauges,
    faultsInForce,
    selected,
    theme,
    width,
    playing,
    pace,
    text,
  ]);
  useEffect(() => () => pace.stop(), [pace]);
  return (
    <canvas
      ref={canvas}
      className="lanes-canvas"
      style={{ width, height: HEIGHT }}
      aria-hidden="true"
    />
  );
}

/** A command without its program, in words what was not typed, and what became of it when that was nothing. */
function inputWords({ label, isRefused }: InputView, text: ReturnType<typeof useText>): string {
  const words = disturbance(label, text) ?? label.replace(/^kubectl /, "");
  return isRefused ? text("timeline.refused", { words }) : words;
}

const known = new Map<string, string>();
let knownTheme = "";

/** The colours of a theme, each read once: reading them makes the browser look at all styles. */
function coloursOf(theme: string): (token: string) => string {
  if (theme !== knownTheme) known.clear();
  knownTheme = theme;
  return (token) => {
    const cached = known.get(token);
    if (cached !== undefined) return cached;
    const style = getComputedStyle(document.documentElement);
    const value = style.getPropertyValue(`--${token}`).trim();
    known.set(token, value);
    return value;
  };
}

/** As many dots as the screen has, so that lines are sharp. */
function fitCanvas(element: HTMLCanvasElement, pen: CanvasRenderingContext2D, width: number): void {
  const ratio = window.devicePixelRatio || 1;
  const dots = { width: Math.round(width * ratio), height: Math.round(HEIGHT * ratio) };
  if (element.width === dots.width && element.height === dots.height) return;
  element.width = dots.width;
  element.height = dots.height;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  // Only here: a canvas that is told its font makes the browser look at all styles.
  pen.font = LABEL_FONT;
  pen.textBaseline = "middle";
}
