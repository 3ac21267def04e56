import { easeCubicOut } from "d3-ease";
import type { PodView } from "#core/view/rows.ts";
import { bundleOps, connectorOps, flightOps, slotOps, type Landing } from "./figures/flight.ts";
import {
  isTicking,
  podLook,
  type LookInput,
  type PodLook,
  type StageText,
} from "./figures/pod-look.ts";
import { podOps } from "./figures/pod.ts";
import { roundedBox, type Point, type Rect } from "./geometry.ts";
import { slotRect } from "./boxes.ts";
import type { StageLayout } from "./layout.ts";
import { progressOf, type Tween } from "./motion.ts";
import type { Op, PathOp } from "./ops.ts";
import type { Place } from "./places.ts";
import type { DotAt } from "./requests.ts";

/** All that a picture is made of. */
export interface SceneInput extends LookInput {
  readonly layout: StageLayout;
  readonly pods: ReadonlyMap<string, PodView>;
  readonly places: ReadonlyMap<string, Place>;
  readonly tweens: readonly Tween[];
  readonly motion: number;
  /** Where flights begin. */
  readonly scheduler: Point;
  readonly dots: readonly DotAt[];
  /** Request that is asked about. */
  readonly ringed?: number | null;
  readonly selected: Rect | null;
  readonly hovered: Rect | null;
}

/** What stands still: cells and pods that nothing happens to. Changes with pods, layout and the set of tweens only. */
export function stillOps({
  layout,
  pods,
  places,
  tweens,
  ...input
}: Omit<SceneInput, "motion" | "dots" | "ringed" | "selected" | "hovered" | "scheduler">): Op[] {
  const ops = cellOutlines(layout, pods, tweens, input.text);
  const moving = inMotion(tweens);
  const last: Op[] = [];
  for (const pod of pods.values()) {
    const place = places.get(pod.uid);
    if (!place || moving.has(pod.uid) || (isTicking(pod) && !isSmall(place))) continue;
    (pod.family === "failing" && isSmall(place) ? last : ops).push(podAt(pod, place, input));
  }
  ops.push(...last);
  return ops;
}

/** Motions during which the pod itself stands in its cell. */
const STANDING: readonly Tween["kind"][] = ["freed", "trace", "bundle", "flash"];

function inMotion(tweens: readonly Tween[]): ReadonlySet<string> {
  return new Set(tweens.filter(({ kind }) => !STANDING.includes(kind)).map(({ uid }) => uid));
}

/** What moves, over what stands still. */
export function movingOps(input: SceneInput): Op[] {
  const { pods, places, tweens } = input;
  const moving = inMotion(tweens);
  const ops: Op[] = [];
  if (input.hovered) ops.push(ringOp(input.hovered, "text", 1.5));
  for (const pod of tickingPods(pods)) {
    const place = places.get(pod.uid);
    if (place && !moving.has(pod.uid) && !isSmall(place)) ops.push(podAt(pod, place, input));
  }
  for (const dot of input.dots) {
    if (dot.alpha <= 0) continue;
    ops.push(...dotOps(dot, input.layout));
    if (dot.id === input.ringed)
      ops.push(ringOp({ x: dot.x - 4, y: dot.y - 4, w: 8, h: 8 }, "focus", 2.5, 8));
  }
  for (const tween of tweens) ops.push(...tweenOps(tween, input));
  if (input.selected) ops.push(ringOp(input.selected, "focus", 2.5));
  return ops;
}

const ticking = new WeakMap<ReadonlyMap<string, PodView>, readonly PodView[]>();

/** The pods that change by the mere passing of time: asked for in every frame, found once for each set of pods. */
export function tickingPods(pods: ReadonlyMap<string, PodView>): readonly PodView[] {
  const known = ticking.get(pods);
  if (known) return known;
  const found = [...pods.values()].filter(isTicking);
  ticking.set(pods, found);
  return found;
}

function podAt(pod: PodView, place: Place, input: LookInput, alpha = 1): Op {
  if (!isSmall(place)) return podOps(podLook(pod, input), place.detail, place.rect, alpha);
  const share = pod.family === "healthy" ? alpha * 0.8 : alpha;
  return podOps(smallLook(pod, input), place.detail, place.rect, share);
}

function isSmall({ detail }: Place): boolean {
  return detail === "cell" || detail === "dot";
}

/** Looks of cells, which show nothing but the state: thousands of pods share a few. */
const smallLooks = new Map<string, PodLook>();

function smallLook(pod: PodView, { text, toneOf }: LookInput): PodLook {
  const hue = toneOf?.(pod)?.hue ?? pod.family;
  const key = `${pod.state} ${hue}`;
  const known = smallLooks.get(key);
  if (known) return known;
  const look = { ...podLook(pod, { now: 0, text }), title: pod.state, hue };
  smallLooks.set(key, look);
  return look;
}

function tweenOps(tween: Tween, input: SceneInput): Op[] {
  const progress = progressOf(tween, input.motion);
  const pod = input.pods.get(tween.uid) ?? tween.pod;
  const place = input.places.get(tween.uid) ?? tween.from;
  if (!place) return [];
  switch (tween.kind) {
    case "flight": {
      const word = input.text("stage.to-node", { node: pod.node });
      return flightOps({
        look: { ...podLook(pod, input), word, revision: "", bar: null, ring: null },
        from: startOf(tween, input),
        landing: landingOf(pod, place, input.layout),
        progress,
      });
    }
    case "trace":
      return connectorOps(input.scheduler, landingOf(pod, place, input.layout), 1 - progress);
    case "appear":
      return [podAt(pod, place, input, easeCubicOut(Math.max(0, progress)))];
    case "leave":
      return input.pods.has(tween.uid)
        ? []
        : [podAt(tween.pod, place, input, 1 - progress * progress)];
    case "pop":
      return [
        podAt(
          pod,
          { ...place, rect: grown(place.rect, 1 + 0.06 * Math.sin(Math.PI * progress)) },
          input,
        ),
      ];
    case "shake": {
      const dx = Math.sin(progress * Math.PI * 4) * 3 * (1 - progress);
      return [podAt(pod, { ...place, rect: { ...place.rect, x: place.rect.x + dx } }, input)];
    }
    case "bundle": {
      const box = input.layout.nodes.get(tween.pod.node)?.rect;
      return box ? bundleOps(input.scheduler, box, { count: tween.count ?? 1, progress }) : [];
    }
    case "flash":
      return [{ ...ringOp(place.rect, "text", 2, 3, 1), alpha: 1 - progress }];
    case "retract":
      return [podAt(tween.pod, place, input)];
    case "freed":
      return [];
  }
}

function startOf(tween: Tween, { scheduler }: SceneInput): Point {
  return tween.from
    ? { x: tween.from.rect.x + tween.from.rect.w / 2, y: tween.from.rect.y + tween.from.rect.h / 2 }
    : scheduler;
}

function landingOf(pod: PodView, place: Place, layout: StageLayout): Landing {
  const box = layout.nodes.get(pod.node);
  const hasCell = box !== undefined && box.slots > 0 && !isSmall(place);
  const perRow = box?.perRow ?? 1;
  return {
    place,
    hasCell,
    isCovered: hasCell && pod.slot >= perRow && perRow > 1,
    boxTop: box?.rect.y ?? 0,
    isFirst: pod.slot % perRow === 0,
  };
}

function cellOutlines(
  layout: StageLayout,
  pods: ReadonlyMap<string, PodView>,
  tweens: readonly Tween[],
  text: StageText,
): Op[] {
  if (![...layout.nodes.values()].some(({ slots }) => slots > 0)) return [];
  const flying = new Set(tweens.filter(({ kind }) => kind === "flight").map(({ uid }) => uid));
  const taken = new Set<string>();
  const reserved = new Set<string>();
  for (const pod of pods.values())
    (flying.has(pod.uid) ? reserved : taken).add(`${pod.node} ${pod.slot}`);
  const freed = new Set(
    tweens.filter(({ kind }) => kind === "freed").map(({ pod }) => `${pod.node} ${pod.slot}`),
  );
  const ops: Op[] = [];
  for (const [name, box] of layout.nodes) {
    for (let slot = 0; slot < box.slots; slot += 1) {
      const key = `${name} ${slot}`;
      if (taken.has(key)) continue;
      const word = reserved.has(key)
        ? text("stage.reserved")
        : freed.has(key)
          ? text("stage.freed")
          : "";
      ops.push(
        ...slotOps(slotRect(box, slot), {
          detail: box.detail,
          word,
          isReserved: reserved.has(key),
        }),
      );
    }
  }
  return ops;
}

function dotOps(dot: DotAt, layout: StageLayout): Op[] {
  const size = layout.variant === "present" ? 9 * layout.unit : 3.4;
  if (dot.failed) {
    const arm = size * 1.5;
    const d = `M${-arm} ${-arm}L${arm} ${arm}M${arm} ${-arm}L${-arm} ${arm}`;
    return [
      {
        op: "group",
        id: `request ${dot.id}`,
        x: dot.x,
        y: dot.y,
        scale: 1,
        alpha: dot.alpha,
        ops: [
          { op: "path", d, stroke: "bg", width: size * 1.5, round: true },
          { op: "path", d, stroke: "failing", width: size * 0.75, round: true },
        ],
      },
    ];
  }
  const disc = `M${-size} 0A${size} ${size} 0 1 1 ${size} 0A${size} ${size} 0 1 1 ${-size} 0Z`;
  return [
    {
      op: "group",
      id: `request ${dot.id}`,
      x: dot.x,
      y: dot.y,
      scale: 1,
      alpha: dot.alpha,
      ops: [{ op: "path", d: disc, fill: "text", stroke: "bg", width: 1.5 }],
    },
  ];
}

function ringOp(rect: Rect, stroke: string, width: number, radius = 13, away = 4): PathOp {
  return { op: "path", d: roundedBox(grownBy(rect, away), radius), stroke, width };
}

function grown(rect: Rect, by: number): Rect {
  const w = rect.w * by;
  const h = rect.h * by;
  return { x: rect.x - (w - rect.w) / 2, y: rect.y - (h - rect.h) / 2, w, h };
}

function grownBy({ x, y, w, h }: Rect, px: number): Rect {
  return { x: x - px, y: y - px, w: w + 2 * px, h: h + 2 * px };
}
