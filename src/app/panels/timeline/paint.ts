import type { MarkView } from "#core/view/rows.ts";
import type { InputView } from "#protocol/messages.ts";
import type { GaugeView } from "#core/view/rows.ts";
import {
  AXIS_HEIGHT,
  LANE_HEIGHT,
  LANES,
  laneOf,
  laneY,
  LABEL_WIDTH,
  ticksOf,
  type Lane,
} from "./window.ts";
import type { TimeScale } from "./time-scale.ts";

export const LABEL_FONT = "500 12px 'Pretendard Variable', sans-serif";

/** All that the lanes show. */
export interface TimelinePicture {
  readonly scale: TimeScale;
  readonly at: number;
  readonly marks: readonly MarkView[];
  readonly inputs: readonly InputView[];
  readonly gauges: readonly GaugeView[];
  readonly faultsInForce: boolean;
  readonly selected: number;
  readonly colour: (token: string) => string;
  /** What is written beside an input. */
  readonly wordsOf: (input: InputView) => string;
  readonly width: number;
  readonly height: number;
}

/** Draws the lanes below the axis with a pen that holds the font of the labels. */
export function paintLanes(pen: CanvasRenderingContext2D, picture: TimelinePicture): void {
  pen.clearRect(0, 0, picture.width, picture.height);
  paintGrid(pen, picture);
  paintTraffic(pen, picture);
  paintMarks(pen, picture);
  paintFaultSpan(pen, picture);
  paintInputs(pen, picture);
}

function paintGrid(
  pen: CanvasRenderingContext2D,
  { scale, inputs, at, colour, width }: TimelinePicture,
): void {
  const bottom = AXIS_HEIGHT + LANES.length * LANE_HEIGHT;
  const last = [...inputs].reverse().find((input) => input.at <= at);
  if (last) {
    pen.fillStyle = colour("raised");
    pen.globalAlpha = 0.55;
    const from = Math.max(LABEL_WIDTH, scale(last.at));
    pen.fillRect(from, AXIS_HEIGHT, Math.max(0, scale(at) - from), bottom - AXIS_HEIGHT);
    pen.globalAlpha = 1;
  }
  pen.strokeStyle = colour("hair");
  pen.lineWidth = 1;
  pen.beginPath();
  for (const lane of LANES) line(pen, LABEL_WIDTH, Math.round(laneY(lane)) + 0.5, width - 16);
  for (const tick of ticksOf(scale)) {
    const x = Math.round(scale(tick)) + 0.5;
    pen.moveTo(x, AXIS_HEIGHT);
    pen.lineTo(x, bottom);
  }
  pen.stroke();
}

function line(pen: CanvasRenderingContext2D, x: number, y: number, to: number): void {
  pen.moveTo(x, y);
  pen.lineTo(to, y);
}

/** One mark a lane and three pixels: more could not be told apart. */
const MARK_PX = 3;

function paintMarks(
  pen: CanvasRenderingContext2D,
  { scale, marks, selected, colour }: TimelinePicture,
): void {
  const taken = new Map<Lane, Set<number>>(LANES.map((lane) => [lane, new Set<number>()]));
  const [left = 0, right = 0] = scale.range();
  const [from = 0, to = 0] = scale.domain();
  const pxPerMs = (right - left) / (to - from);
  for (let index = firstFrom(marks, from); index < marks.length; index += 1) {
    const mark = marks[index];
    if (!mark || mark.at > to) break;
    const lane = laneOf(mark);
    if (lane === "you" || lane === "traffic") continue;
    const x = left + (mark.at - from) * pxPerMs;
    const places = taken.get(lane);
    const place = Math.floor(x / MARK_PX);
    if (!places || places.has(place)) continue;
    places.add(place);
    paintMark(pen, lane, x, colour);
  }
  const chosen = marks.find(({ id }) => id === selected);
  if (!chosen) return;
  pen.strokeStyle = colour("focus");
  pen.lineWidth = 2;
  pen.strokeRect(scale(chosen.at) - 6, laneY(laneOf(chosen)) - 6, 12, 12);
}

/** Index of the first mark that is not before a time: marks stand in the order of their times. */
function firstFrom(marks: readonly MarkView[], at: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.at ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function paintMark(
  pen: CanvasRenderingContext2D,
  lane: Lane,
  x: number,
  colour: (token: string) => string,
): void {
  const y = laneY(lane);
  if (lane === "controllers") {
    pen.fillStyle = colour("muted");
    pen.fillRect(Math.round(x) - 1.5, y - 4.5, 3, 9);
  } else if (lane === "kubelets") {
    pen.fillStyle = colour("progress");
    pen.beginPath();
    pen.moveTo(x, y - 4.5);
    pen.lineTo(x + 4.5, y);
    pen.lineTo(x, y + 4.5);
    pen.lineTo(x - 4.5, y);
    pen.fill();
  } else {
    pen.strokeStyle = colour("failing");
    pen.lineWidth = 2;
    pen.beginPath();
    pen.moveTo(x - 4, y - 4);
    pen.lineTo(x + 4, y + 4);
    pen.moveTo(x + 4, y - 4);
    pen.lineTo(x - 4, y + 4);
    pen.stroke();
  }
}

function paintFaultSpan(
  pen: CanvasRenderingContext2D,
  { scale, marks, faultsInForce, at, colour }: TimelinePicture,
): void {
  if (!faultsInForce) return;
  const last = [...marks].reverse().find((mark) => mark.lane === "faults" && mark.at <= at);
  if (!last) return;
  pen.strokeStyle = colour("failing");
  pen.lineWidth = 3;
  pen.beginPath();
  line(pen, Math.max(LABEL_WIDTH, scale(last.at) + 7), laneY("faults"), scale(at));
  pen.stroke();
}

function paintInputs(
  pen: CanvasRenderingContext2D,
  { scale, inputs, colour, wordsOf }: TimelinePicture,
): void {
  const y = laneY("you");
  const shown = firstOfActions(inputs);
  const [left = 0, right = 0] = scale.range();
  shown.forEach((input, index) => {
    const x = scale(input.at);
    if (x < left || x > right) return;
    if (input.isRefused) paintRefusal(pen, x, colour);
    else {
      pen.fillStyle = colour("accent");
      pen.beginPath();
      pen.arc(x, y, 5, 0, Math.PI * 2);
      pen.fill();
    }
    const next = shown[index + 1];
    const room = (next ? scale(next.at) : right) - x - 24;
    const label = fitted(pen, wordsOf(input), room);
    if (label) paintWords(pen, label, { x: x + 11, y: y + 1, colour });
  });
}

/** A ring with a stroke through it: asked for, and not done. */
function paintRefusal(
  pen: CanvasRenderingContext2D,
  x: number,
  colour: (token: string) => string,
): void {
  const y = laneY("you");
  pen.fillStyle = colour("bg");
  pen.strokeStyle = colour("failing");
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(x, y, 5, 0, Math.PI * 2);
  pen.fill();
  pen.moveTo(x - 3.5, y + 3.5);
  pen.lineTo(x + 3.5, y - 3.5);
  pen.stroke();
}

/** Words that stay legible where the playhead stands behind them. */
function paintWords(
  pen: CanvasRenderingContext2D,
  words: string,
  { x, y, colour }: { x: number; y: number; colour: (token: string) => string },
): void {
  pen.strokeStyle = colour("bg");
  pen.lineWidth = 4;
  pen.lineJoin = "round";
  pen.strokeText(words, x, y);
  pen.fillStyle = colour("text");
  pen.fillText(words, x, y);
}

/** One for each action; it counts as refused when any part of it was. */
function firstOfActions(inputs: readonly InputView[]): readonly InputView[] {
  const refused = new Set(inputs.flatMap((input) => (input.isRefused ? [input.action] : [])));
  return inputs
    .filter((input, index) => inputs[index - 1]?.action !== input.action)
    .map((input) => (refused.has(input.action) ? { ...input, isRefused: true } : input));
}

function fitted(pen: CanvasRenderingContext2D, label: string, room: number): string {
  if (room < 24) return "";
  if (pen.measureText(label).width <= room) return label;
  let length = label.length;
  while (length > 3 && pen.measureText(`${label.slice(0, length)}…`).width > room) length -= 1;
  return length > 3 ? `${label.slice(0, length)}…` : "";
}

function paintTraffic(
  pen: CanvasRenderingContext2D,
  { scale, gauges, colour }: TimelinePicture,
): void {
  const top = AXIS_HEIGHT + LANES.indexOf("traffic") * LANE_HEIGHT + 2;
  const bottom = top + LANE_HEIGHT - 3;
  const [from = 0, to = 0] = scale.domain();
  const seen = gauges.filter((gauge) => gauge.at >= from && gauge.at <= to);
  const most = Math.max(1, ...seen.map(({ ok, failed }) => ok + failed)) * 1.15;
  const y = (rate: number) => bottom - ((bottom - top) * rate) / most;
  pen.fillStyle = colour("failing");
  // From what succeeded up to what was asked, over the time that the figures speak of: failures without a pause leave no gap.
  seen.forEach((gauge, index) => {
    if (gauge.failed === 0) return;
    const before = seen[index - 1];
    const x = Math.round(scale(gauge.at)) + 1;
    const start = before ? Math.round(scale(before.at)) + 1 : x;
    const height = Math.max(2, y(gauge.ok) - y(gauge.ok + gauge.failed));
    const width = Math.max(1.5, x - start);
    pen.fillRect(x - width, y(gauge.ok) - height, width, height);
  });
  area(
    pen,
    seen.map((gauge) => [scale(gauge.at), y(gauge.ok)]),
    bottom,
    colour("healthy"),
  );
}

function area(
  pen: CanvasRenderingContext2D,
  points: readonly (readonly [number, number])[],
  bottom: number,
  colour: string,
): void {
  const first = points[0];
  const last = points[points.length - 1];
  if (!first || !last || points.length < 2) return;
  pen.beginPath();
  pen.moveTo(first[0], bottom);
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.lineTo(last[0], bottom);
  pen.fillStyle = colour;
  pen.globalAlpha = 0.3;
  pen.fill();
  pen.globalAlpha = 1;
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.stroke();
}
