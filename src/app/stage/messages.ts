import { easeCubicInOut } from "d3-ease";
import type { MarkView } from "#core/view/rows.ts";
import { between, centreOf, roundedBox, type Point } from "./geometry.ts";
import type { StageLayout } from "./layout.ts";
import type { Op } from "./ops.ts";

/** A call to the API server under way: who calls is where it begins. */
interface Message {
  readonly label: string;
  readonly from: Point;
  readonly to: Point;
  readonly start: number;
}

interface Moment {
  readonly layout: StageLayout;
  readonly motion: number;
  /** The master whose scheduler and controllers work. */
  readonly leader: string;
  /** More haste, fewer messages: at high speed there are none. */
  readonly speed: number;
  readonly isShown: boolean;
}

const TRAVEL_MS = 700;
/** It rests at its end for a moment, to be read. */
const REST_MS = 350;
const MAX_MESSAGES = 8;
const FASTEST = 8;
const STAGGER_MS = 120;
/** More writes in one frame are a jump in time, or a storm: nobody could read them. */
const MOST_AT_ONCE = 80;

/** Remembers which control messages are drawn. They come from the marks of the timeline: one for each write that somebody made. */
export class ControlMessages {
  private messages: Message[] = [];
  private lastId = -1;

  clear(): void {
    this.messages = [];
  }

  /** Takes in the marks; those that were there before the first look are past. */
  observe(marks: readonly MarkView[], { layout, motion, leader, speed, isShown }: Moment): void {
    const newest = marks.at(-1)?.id ?? this.lastId;
    const fresh = this.lastId < 0 ? [] : marks.filter(({ id }) => id > this.lastId);
    this.lastId = newest;
    if (!isShown || speed > FASTEST || fresh.length > MOST_AT_ONCE) return this.clear();
    let begun = 0;
    for (const { label, mark, count } of merged(fresh)) {
      if (this.messages.length >= MAX_MESSAGES) return;
      const way = wayOf(layout, leader, mark);
      if (!way) continue;
      this.messages.push({
        ...way,
        label: count > 1 ? `${label} ×${count}` : label,
        start: motion + begun * STAGGER_MS,
      });
      begun += 1;
    }
  }

  /** The draw list at a motion time; those that have been read are dropped. */
  ops(motion: number, { unit, isStill }: { unit: number; isStill: boolean }): Op[] {
    this.messages = this.messages.filter(({ start }) => motion < start + TRAVEL_MS + REST_MS);
    return this.messages.flatMap((message) => {
      const share = (motion - message.start) / TRAVEL_MS;
      return share < 0 ? [] : chipOps(message, isStill ? 1 : Math.min(1, share), unit);
    });
  }
}

/** Writes of one component that say the same, counted. What nobody wrote is no message. */
function merged(
  marks: readonly MarkView[],
): readonly { readonly label: string; readonly mark: MarkView; readonly count: number }[] {
  const found = new Map<string, { label: string; mark: MarkView; count: number }>();
  for (const mark of marks) {
    const label = labelOf(mark);
    if (label === null) continue;
    const key = `${mark.actor} ${label}`;
    found.set(key, { label, mark, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()];
}

const VERBS: Readonly<Record<string, string>> = {
  create: "CREATE",
  update: "UPDATE",
  patch: "PATCH",
  delete: "DELETE",
};

/** `PATCH Pod/status`; the words are the API's own, in every language. */
function labelOf({ verb, kind }: MarkView): string | null {
  const [word = "", subresource] = verb.split(" ");
  const name = VERBS[word];
  if (name === undefined || kind === "") return null;
  if (subresource === "binding") return `BIND ${kind}`;
  return subresource ? `${name} ${kind}/${subresource}` : `${name} ${kind}`;
}

function wayOf(
  layout: StageLayout,
  leader: string,
  { actor, lane }: MarkView,
): { readonly from: Point; readonly to: Point } | null {
  const master = layout.nodes.get(leader)?.rect;
  if (!master || layout.lanes.control.h === 0) return null;
  const isWall = layout.variant === "present";
  // Below the hexagon of the API server, its words left free; compass and gear are where stage.css puts them.
  const to = isWall
    ? { x: master.x + master.w / 2, y: master.y + master.h }
    : { x: master.x + 60, y: master.y + master.h + 6 };
  const node = layout.nodes.get(actor.split("/")[1] ?? "")?.rect;
  if (node) return { from: { x: centreOf(node).x, y: node.y }, to };
  if (lane === "you") return { from: { x: master.x, y: master.y + master.h / 2 }, to };
  const place = actor.includes("scheduler") ? 0.5 : 0.85;
  return { from: { x: master.x + master.w * place, y: master.y + master.h }, to };
}

function chipOps({ label, from, to }: Message, share: number, unit: number): Op[] {
  const { x, y } = between(from, to, easeCubicInOut(share));
  const size = Math.max(11, 26 * unit * (unit === 1 ? 0.42 : 1));
  const w = label.length * size * 0.61 + size * 1.3;
  const h = size * 1.8;
  const box = { x: x - w / 2, y: y - h / 2, w, h };
  const round = (value: number) => value.toFixed(1);
  return [
    {
      op: "path",
      d: `M${round(from.x)} ${round(from.y)}L${round(x)} ${round(y)}`,
      stroke: "accent",
      width: 1.5,
      dash: [2, 3],
      alpha: 0.7,
    },
    { op: "path", d: roundedBox(box, h / 2), fill: "raised", stroke: "accent", width: 1.5 },
    {
      op: "text",
      x,
      y: y + size * 0.36,
      text: label,
      font: "code",
      size,
      weight: 600,
      fill: "text",
      align: "center",
    },
  ];
}
