import type { RequestView } from "#core/view/rows.ts";
import { centreOf, contains, lengthOf, pointAlong, type Point, type Rect } from "./geometry.ts";
import type { StageLayout } from "./layout.ts";
import { wayToPod, type Stop } from "./metro.ts";

/** One dot under way: a request, or the sample that stands for many. */
interface Dot {
  readonly request: RequestView;
  readonly way: readonly Point[];
  readonly start: number;
  readonly duration: number;
  /** The pill of its service: a dot passes behind it. */
  readonly pill: Rect | undefined;
}

/** A dot at one moment. */
export interface DotAt extends Point {
  readonly id: number;
  readonly request: RequestView;
  readonly failed: boolean;
  /** 1 on its way, falling to 0 after it failed. */
  readonly alpha: number;
}

/** Pace of a dot along the line: quick enough to flow, slow enough for an eye. */
const PX_PER_MS = 0.45;
/** Dots keep at least this far apart. */
const LEAST_GAP_MS = 45;
/** Dots under way at once, by how much motion is to be saved. */
export const MAX_DOTS = [120, 60, 36, 20] as const;
const FADE_MS = 900;
/** Dots start this long after their request, so that those of one frame do not start all at once. */
const START_LAG_MS = 160;
/** A pointer this near to a dot means it. */
const REACH_PX = 10;

/** Remembers which requests are drawn as dots. Dots move linearly in motion time: distance on the line is time. */
export class RequestDots {
  private dots: Dot[] = [];
  private lastId = -1;
  private readonly lastStart = new Map<string, number>();
  private shown: readonly DotAt[] = [];

  clear(): void {
    this.dots = [];
    this.lastId = -1;
    this.lastStart.clear();
    this.shown = [];
  }

  /** The request nearest to a point, as it was drawn last. */
  near(point: Point): DotAt | null {
    let best: DotAt | null = null;
    let least = REACH_PX;
    for (const dot of this.shown) {
      const distance = Math.hypot(dot.x - point.x, dot.y - point.y);
      if (dot.alpha <= 0.2 || distance > least) continue;
      least = distance;
      best = dot;
    }
    return best;
  }

  /** Takes in the requests of a frame. */
  observe(
    requests: readonly RequestView[],
    {
      layout,
      stops,
      motion,
      at,
      speed,
      most = MAX_DOTS[0],
    }: {
      layout: StageLayout;
      stops: ReadonlyMap<string, Stop>;
      motion: number;
      /** Virtual time of the frame. */
      at: number;
      speed: number;
      most?: number;
    },
  ): void {
    for (const request of requests) {
      if (request.id <= this.lastId || this.dots.length >= most) continue;
      this.lastId = request.id;
      const isBroken = request.outcome !== "ok";
      const start = motion - (at - request.sentAt) + START_LAG_MS * Math.max(1, speed);
      if (!isBroken && start - (this.lastStart.get(request.service) ?? -Infinity) < LEAST_GAP_MS)
        continue;
      const way = wayOf(layout, request, stops.get(request.pod));
      if (way.length < 2) continue;
      this.lastStart.set(request.service, start);
      this.dots.push({
        request,
        way,
        start,
        duration: lengthOf(way) / PX_PER_MS,
        pill: layout.services.get(request.service),
      });
    }
  }

  /** The dots at a motion time, those that arrived dropped. */
  at(motion: number): DotAt[] {
    this.dots = this.dots.filter(
      (dot) => motion < dot.start + dot.duration + (dot.request.outcome === "ok" ? 0 : FADE_MS),
    );
    this.shown = this.dots.map((dot) => {
      const share = (motion - dot.start) / dot.duration;
      const failed = dot.request.outcome !== "ok" && share >= 1;
      const fall = failed ? (motion - dot.start - dot.duration) / FADE_MS : 0;
      const point = pointAlong(dot.way, share);
      return {
        id: dot.request.id,
        request: dot.request,
        x: point.x,
        y: point.y + fall * 14,
        failed,
        alpha:
          share < 0 || (!failed && dot.pill && contains(dot.pill, point)) ? 0 : 1 - fall * fall,
      };
    });
    return [...this.shown];
  }
}

function wayOf(
  layout: StageLayout,
  request: RequestView,
  stop: Stop | undefined,
): readonly Point[] {
  const pill = layout.services.get(request.service);
  if (!pill) return [];
  const { customers } = layout;
  const middle = centreOf(pill);
  const start: Point[] =
    customers.w > 0
      ? [
          { x: customers.x + customers.w, y: middle.y },
          { x: pill.x, y: middle.y },
        ]
      : [];
  if (!stop) return start.length > 0 ? start : [{ x: pill.x, y: middle.y }, middle];
  const way = wayToPod(layout, pill, stop);
  return start.length > 0 ? [...start, middle, ...way] : way;
}
