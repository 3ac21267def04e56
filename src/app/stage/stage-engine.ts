import type { YardState } from "#app/state/yard-state.ts";
import { readPalette, type Palette } from "#app/theme/tokens.ts";
import type { LookInput, StageText } from "./figures/pod-look.ts";
import { Layer } from "./canvas/layer.ts";
import { StageClock } from "./clock.ts";
import { tonesOf, toneWord } from "./colour-by.ts";
import { centreOf, contains, type Point, type Rect } from "./geometry.ts";
import { FrameGuard } from "./frame-guard.ts";
import type { StageLayout } from "./layout.ts";
import type { Stop } from "./metro.ts";
import { ControlMessages } from "./messages.ts";
import { MotionTracker } from "./motion.ts";
import type { Op } from "./ops.ts";
import { placePods, type Place } from "./places.ts";
import { MAX_DOTS, RequestDots, type DotAt } from "./requests.ts";
import { movingOps, stillOps, tickingPods } from "./scene.ts";

/** Pods grow older this coarsely. */
const AGE_LOOK_MS = 5000;
/** Motions that end stay drawn as they ended up to this long in ms of the wall clock, so that several are taken off at once. */
const LINGER_MS = 48;
/** A jump in time larger than this is no motion but another picture. */
const LARGEST_STEP_MS = 5000;

/**
 * Draws the pods of one stage: two canvases, one for what stands still and one for what moves. Draws only while something moves
 * or has changed.
 */
export class StageEngine {
  readonly clock: StageClock;
  places: ReadonlyMap<string, Place> = new Map();
  hovered: string | null = null;
  private readonly motion = new MotionTracker();
  private readonly dots = new RequestDots();
  private readonly messages = new ControlMessages();
  private readonly guard = new FrameGuard();
  private state: YardState;
  private layout: StageLayout | null = null;
  private text: StageText | null = null;
  private selected: Rect | null = null;
  private layers: { still: Layer; moving: Layer; canvas: HTMLCanvasElement } | null = null;
  private palette: Palette | null = null;
  private tones: NonNullable<LookInput["toneOf"]> | null = null;
  private tonesKey: readonly unknown[] = [];
  private stillKey: readonly unknown[] = [];
  private stillPods: YardState["pods"] | null = null;
  private request = 0;
  private lastFrame = 0;
  /** The frame before this one asked for it: the time between the two is that of a frame. */
  private wasRunning = false;
  private ringed: number | null = null;
  private lastOps: { still: readonly Op[]; moving: readonly Op[] } = { still: [], moving: [] };

  constructor(state: YardState, clock = new StageClock()) {
    this.state = state;
    this.clock = clock;
  }

  mount(still: HTMLCanvasElement, moving: HTMLCanvasElement): () => void {
    this.layers = { still: new Layer(still), moving: new Layer(moving), canvas: still };
    this.repaint();
    const refresh = () => this.repaint();
    document.fonts.addEventListener("loadingdone", refresh);
    return () => {
      document.fonts.removeEventListener("loadingdone", refresh);
      cancelAnimationFrame(this.request);
      this.request = 0;
      this.layers = null;
    };
  }

  /** Takes in the next state of the world. */
  update(state: YardState): void {
    const before = this.state;
    this.state = state;
    if (state.pods !== before.pods) this.updatePods(before);
    if (this.layout && state.requests !== before.requests && state.speed <= 8) {
      this.dots.observe(state.requests, {
        layout: this.layout,
        stops: this.stops(),
        motion: this.clock.motion,
        at: state.at,
        speed: state.speed,
        most: MAX_DOTS[this.guard.thrift],
      });
    }
    if (this.layout && (state.marks !== before.marks || state.messages !== before.messages))
      this.messages.observe(state.marks, {
        layout: this.layout,
        motion: this.clock.motion,
        leader: leaderOf(state),
        speed: state.speed,
        isShown: state.messages,
      });
    if (state.theme !== before.theme) this.repaint();
    this.wake();
  }

  setLayout(layout: StageLayout, text: StageText): void {
    if (layout === this.layout && text === this.text) return;
    this.layout = layout;
    this.text = text;
    this.places = placePods(this.state.pods, layout);
    this.dots.clear();
    this.messages.clear();
    this.stillKey = [];
    this.wake();
  }

  setSelected(rect: Rect | null): void {
    this.selected = rect;
    this.wake();
  }

  setHovered(uid: string | null): void {
    if (uid === this.hovered) return;
    this.hovered = uid;
    this.wake();
  }

  /** The request whose dot is under a point of the stage. */
  requestAt(point: Point): DotAt | null {
    return this.state.reducedMotion ? null : this.dots.near(point);
  }

  /** Rings the dot of a request, if it is still under way. */
  setRequest(id: number | null): void {
    if (id === this.ringed) return;
    this.ringed = id;
    this.wake();
  }

  /** uid of the pod at a point of the stage. */
  podAt(point: Point): string | null {
    for (const [uid, { rect }] of this.places) if (contains(rect, point)) return uid;
    return null;
  }

  /** What was painted last, as a draw list. */
  drawn(): readonly Op[] {
    return [...this.lastOps.still, ...this.lastOps.moving];
  }

  /** Reads the colours again and paints everything again. */
  repaint(): void {
    this.palette = null;
    this.stillKey = [];
    this.wake();
  }

  wake(): void {
    if (this.request === 0 && this.layers)
      this.request = requestAnimationFrame((wall) => this.frame(wall));
  }

  private updatePods(before: YardState): void {
    const { state } = this;
    const isJump =
      state.branch !== before.branch ||
      state.at < before.at ||
      state.at - before.at > LARGEST_STEP_MS * Math.max(1, state.speed) ||
      before.pods.size === 0;
    const places = this.layout ? placePods(state.pods, this.layout) : new Map<string, Place>();
    if (isJump) {
      this.motion.clear();
      this.dots.clear();
    } else {
      this.motion.observe({
        before: before.pods,
        after: state.pods,
        places: this.places,
        motion: this.clock.motion,
        speed: Math.max(0.1, state.speed),
        reduced: state.reducedMotion,
        thrift: this.guard.thrift,
      });
    }
    this.places = places;
  }

  private frame(wall: number): void {
    this.request = 0;
    if (this.wasRunning) this.guard.note(wall - this.lastFrame);
    this.lastFrame = wall;
    const { layout, layers, text, state } = this;
    if (!layers || !layout || !text) return;
    this.palette ??= readPalette(layers.canvas);
    const isRunning = this.clock.tick(state, wall);
    const lingerMs = state.pods === this.stillPods ? LINGER_MS * state.speed : 0;
    const isMoving = this.motion.prune(this.clock.motion, lingerMs);
    this.updateTones();
    const dots = state.reducedMotion ? [] : this.dots.at(this.clock.motion);
    const scene = {
      layout,
      pods: state.pods,
      places: this.places,
      tweens: this.motion.tweens,
      motion: this.clock.motion,
      now: this.clock.now,
      text,
      ...(this.tones && { toneOf: this.tones }),
      isPlain: layout.variant === "present" && !hasOldRevision(state.pods),
    };
    const key = [layout, state.pods, this.motion.version, text, this.palette, this.tones];
    if (key.some((part, index) => part !== this.stillKey[index])) {
      this.stillKey = key;
      this.stillPods = state.pods;
      this.lastOps = { ...this.lastOps, still: stillOps(scene) };
      layers.still.paint(this.lastOps.still, { layout, palette: this.palette });
    }
    const hovered = this.hovered === null ? null : (this.places.get(this.hovered)?.rect ?? null);
    const moving = movingOps({
      ...scene,
      scheduler: schedulerPoint(state, layout),
      dots,
      ringed: this.ringed,
      selected: this.selected,
      hovered,
    });
    const chips = this.messages.ops(this.clock.motion, {
      unit: layout.unit,
      isStill: state.reducedMotion,
    });
    moving.push(...chips);
    this.lastOps = { ...this.lastOps, moving };
    layers.moving.paint(moving, { layout, palette: this.palette });
    const isAlive =
      isMoving || dots.length > 0 || chips.length > 0 || tickingPods(state.pods).length > 0;
    // Nothing on the way: the next picture is due with the next change.
    this.wasRunning = isAlive && (isRunning || state.playing);
    if (this.wasRunning) this.wake();
  }

  /** Sorts the pods by what their hue tells, when that may have changed. */
  private updateTones(): void {
    const { state, text } = this;
    if (state.colourBy === "state" || !text) {
      this.tones = null;
      this.tonesKey = [];
      return;
    }
    const moment = state.colourBy === "age" ? Math.floor(state.at / AGE_LOOK_MS) : 0;
    const key = [state.pods, state.nodes, state.colourBy, moment, text];
    if (key.every((part, index) => part === this.tonesKey[index])) return;
    this.tonesKey = key;
    const tones = tonesOf(state);
    this.tones =
      tones &&
      ((pod) => {
        const tone = tones.of(pod);
        return tone ? { hue: tone.hue, word: toneWord(tone.value, state.colourBy, text) } : null;
      });
  }

  private stops(): Map<string, Stop> {
    const stops = new Map<string, Stop>();
    for (const { uid, node, slot } of this.state.pods.values())
      if (node !== "") stops.set(uid, { uid, node, slot });
    return stops;
  }
}

/** The master whose scheduler works. */
function leaderOf({ nodes }: YardState): string {
  for (const { name, scheduler } of nodes.values()) if (scheduler === "leader") return name;
  return "";
}

/** Whether any pod is of a template that is being replaced. */
function hasOldRevision(pods: YardState["pods"]): boolean {
  for (const { revisionRole } of pods.values())
    if (revisionRole === "old" || revisionRole === "older") return true;
  return false;
}

/** Flights leave from under the compass of the scheduler that leads. */
export function schedulerPoint(state: YardState, layout: StageLayout): Point {
  for (const node of state.nodes.values()) {
    const box = layout.nodes.get(node.name);
    if (box && node.scheduler === "leader")
      return {
        x: layout.variant === "desktop" ? compassX(box.rect) : centreOf(box.rect).x,
        y: box.rect.y + box.rect.h,
      };
  }
  return { x: centreOf(layout.lanes.workers).x, y: Math.max(0, layout.lanes.workers.y - 24) };
}

/** Middle of the second of the three parts, as stage.css lays them out. */
function compassX({ x, w }: Rect): number {
  const parts = Math.min(w - 16, 340);
  return x + 8 + 56 + (parts - 56) / 4;
}
