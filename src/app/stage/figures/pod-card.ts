import { arcFromTop, circle, roundedBox } from "../geometry.ts";
import type { Op } from "../ops.ts";
import { frameOps, glyphOps, type FrameSize } from "./pod-frame.ts";
import type { PodLook } from "./pod-look.ts";

/** Card of 92 by 56: glyph, name, word, revision. */
export const CARD: FrameSize = { w: 92, h: 56, radius: 10, cut: 8, ribbon: 7, stroke: 1 };

/** Card of present mode, 248 by 188: word first, name below, both large. */
export const BIG: FrameSize = { w: 248, h: 188, radius: 20, cut: 20, ribbon: 18, stroke: 2 };

/** Slim card of 92 by 32, for fuller nodes: glyph and name; the word comes with the pointer. */
export const SLIM: FrameSize = { w: 92, h: 32, radius: 8, cut: 7, ribbon: 4.5, stroke: 1 };

const RING_CENTRE = { x: 18, y: 22 };

/** A card of the natural height; it may be wider than CARD to fill its row. */
export function cardOps(look: PodLook, w: number): Op[] {
  const left = look.state === "unknown" ? 12 : 10;
  const ops = frameOps(look, { ...CARD, w }, "frame");
  if (look.ring !== null) ops.push(...ringOps(look, RING_CENTRE, 10));
  const glyphX = look.ring === null ? left + 7.5 : RING_CENTRE.x;
  const size = look.ring === null ? 14 : 11;
  ops.push(glyphOps(look.glyph, { x: glyphX, y: 22, size, paint: look.hue }));
  ops.push(...cardTexts(look, { left, w }));
  if (look.bar !== null) ops.push(...barOps(look.bar, { x: 10, y: 47, w: w - 20, h: 3 }));
  if (look.hasDisk) ops.push(...diskOps(w));
  if (look.containers.length > 1) ops.push(...slotOps(look, w));
  if (look.isAgent) {
    ops.push({ op: "path", d: `M${w / 2 - 16} 59h32`, stroke: look.hue, width: 2, round: true });
  }
  return ops;
}

/** Name, word, and the revision where there is room for it. */
function cardTexts(look: PodLook, { left, w }: { left: number; w: number }): Op[] {
  const isBusy =
    look.ring !== null || look.bar !== null || look.hasDisk || look.state === "unknown";
  const showsRevision = look.revision !== "" && !isBusy && roughWidth(look.word) <= w - 35;
  const name: Op = {
    op: "text",
    x: 33,
    y: 26.5,
    text: look.title,
    font: "code",
    size: 12,
    weight: 600,
    fill: "text",
    room: w - 39,
  };
  const word: Op = {
    op: "text",
    x: left,
    y: 42.5,
    text: look.word,
    font: "ui",
    size: 12,
    weight: 500,
    fill: "muted",
    room: showsRevision ? w - 34 : w + 3 - 2 * left,
  };
  const revision: Op = {
    op: "text",
    x: w - 10,
    y: 42.5,
    text: look.revision,
    font: "code",
    size: 12,
    weight: 500,
    fill: "muted",
    align: "right",
  };
  return showsRevision ? [name, word, revision] : [name, word];
}

export function slimOps(look: PodLook, w: number): Op[] {
  const ops = frameOps(look, { ...SLIM, w }, "frame");
  const centre = { x: 17, y: look.ribbon ? 18 : 16 };
  if (look.ring !== null) ops.push(...ringOps(look, centre, 9));
  ops.push(
    glyphOps(look.glyph, { ...centre, size: look.ring === null ? 13 : 10, paint: look.hue }),
  );
  ops.push({
    op: "text",
    x: 31,
    y: centre.y + 4.3,
    text: look.title,
    font: "code",
    size: 12,
    weight: 600,
    fill: "text",
    room: w - 37,
  });
  if (look.bar !== null) ops.push(...barOps(look.bar, { x: 31, y: 26, w: w - 40, h: 2.5 }));
  return ops;
}

/** About how wide a word is at 12 px, without a canvas to ask. */
function roughWidth(word: string): number {
  return [...word].reduce(
    (total, letter) => total + (letter > "\u1100" ? 11 : /[il.,' ]/.test(letter) ? 3.5 : 6.6),
    0,
  );
}

export function bigOps(look: PodLook): Op[] {
  const isUnknown = look.state === "unknown";
  const ops = frameOps(look, BIG, "frame");
  const left = isUnknown ? 28 : 32;
  ops.push(
    glyphOps(look.glyph, {
      x: left + (isUnknown ? 16 : 20),
      y: 64,
      size: isUnknown ? 38 : 46,
      paint: isUnknown ? "muted" : look.hue,
    }),
  );
  if (look.ring !== null) ops.push(...ringOps(look, { x: left + 20, y: 64 }, 30));
  ops.push({
    op: "text",
    x: left + (isUnknown ? 42 : 62),
    y: 75,
    text: look.shortWord,
    font: "ui",
    size: isUnknown ? 29 : 31,
    weight: 600,
    fill: "text",
    room: isUnknown ? 148 : 248 - left - 70,
  });
  ops.push({
    op: "text",
    x: left - 4,
    y: 146,
    text: look.title,
    font: "code",
    size: 46,
    weight: 600,
    fill: "text",
    room: 248 - 2 * left + 12,
  });
  if (look.bar !== null) ops.push(...barOps(look.bar, { x: 28, y: 164, w: 192, h: 8 }));
  return ops;
}

function ringOps(look: PodLook, centre: { x: number; y: number }, radius: number): Op[] {
  const width = radius / 5;
  return [
    { op: "path", d: circle(centre, radius), stroke: look.hue, width, alpha: 0.3 },
    {
      op: "path",
      d: arcFromTop(centre, radius, look.ring ?? 0),
      stroke: look.hue,
      width,
      round: true,
    },
  ];
}

function barOps(share: number, box: { x: number; y: number; w: number; h: number }): Op[] {
  const full = roundedBox(box, box.h / 2);
  return [
    { op: "path", d: full, fill: "progress", alpha: 0.3 },
    {
      op: "path",
      d: roundedBox({ ...box, w: Math.max(box.h, box.w * share) }, box.h / 2),
      fill: "progress",
    },
  ];
}

function diskOps(w: number): Op[] {
  return [
    {
      op: "path",
      d: roundedBox({ x: w - 31.25, y: 37.75, w: 21, h: 9.5 }, 2.5),
      stroke: "border",
      width: 1.5,
    },
    { op: "path", d: `M${w - 23.5} 42.5h5.5`, stroke: "border", width: 1.5, round: true },
  ];
}

function slotOps(look: PodLook, w: number): Op[] {
  return look.containers.slice(0, 4).map((state, index) => {
    const box = roundedBox({ x: w - 12 - index * 8, y: 10.5, w: 5, h: 5 }, 1.5);
    return state === "running"
      ? { op: "path", d: box, fill: look.hue }
      : { op: "path", d: box, stroke: look.hue, width: 1 };
  });
}
