import type { GaugeView, PodView, ServiceView } from "#core/view/rows.ts";
import { customerServices } from "#app/state/selectors.ts";
import type { YardState } from "#app/state/yard-state.ts";
import type { LessonEvent } from "#protocol/lesson.ts";
import type { WorldId } from "#protocol/scenario.ts";

/** What customers of one world get. */
export interface Takings {
  readonly service: ServiceView | undefined;
  readonly rate: number;
  /** Percent of the last second, null while nobody comes. */
  readonly success: number | null;
  readonly lost: number;
}

/** The figures of the Service that customers call; what was lost before the learner came does not count. */
export function takingsOf(
  state: Pick<YardState, "services" | "traffic" | "gauges" | "at">,
): Takings {
  const [service] = [...customerServices(state)].sort((a, b) => b.rate - a.rate);
  const flow = service && state.traffic.get(service.uid);
  const asked = flow ? flow.okPerSecond + flow.failedPerSecond : 0;
  return {
    service,
    rate: service?.rate ?? 0,
    success: flow && asked > 0 ? percentOf(flow.okPerSecond, asked) : null,
    lost: state.gauges
      .filter(({ at }) => at > 0 && at <= state.at)
      .reduce((sum, { failed }) => sum + failed, 0),
  };
}

/** Whole percents; never 100 while anything fails, never 0 while anything succeeds. */
function percentOf(ok: number, asked: number): number {
  const percent = Math.round((100 * ok) / asked);
  if (ok < asked && percent === 100) return 99;
  return ok > 0 && percent === 0 ? 1 : percent;
}

/** Whether anybody serves: a machine that is off does not, though the API still believes in its pod for a while. */
export function isServing({ services, nodes }: Pick<YardState, "services" | "nodes">): boolean {
  const workers = [...nodes.values()].filter(({ role }) => role === "worker");
  return (
    workers.some(({ powered }) => powered) &&
    customerServices({ services }).some(({ endpoints }) => endpoints.length > 0)
  );
}

/** Pods that serve, in the order in which their places were filled. */
export function servingPods(state: Pick<YardState, "pods">): readonly PodView[] {
  return [...state.pods.values()]
    .filter(({ namespace }) => namespace !== "kube-system")
    .sort((a, b) => a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1));
}

/** When the accident of a world happens, and when it is mended; -1 where the lesson does not say. */
export interface Accident {
  readonly at: number;
  readonly mendedAt: number;
}

/** The first blow of a world, as its lesson plans it. */
export function accidentOf(events: readonly LessonEvent[], world: WorldId): Accident {
  const own = events.filter((event) => event.world === world);
  const blow = own.find(({ action }) => action.type === "kubectl" || isFault(action, true));
  const mended = own.find(({ at, action }) => blow && at > blow.at && isFault(action, false));
  return { at: blow?.at ?? -1, mendedAt: mended?.at ?? -1 };
}

function isFault(action: LessonEvent["action"], on: boolean): boolean {
  return action.type === "fault" && action.on === on;
}

/** How many of those wanted were ready, from this time on. */
export interface Readiness {
  readonly at: number;
  readonly missing: number;
}

const MAX_READINESS = 400;

/** Adds a moment to what is known; going back in time forgets what has not happened yet. */
export function withReadiness(
  known: readonly Readiness[],
  { at, missing }: Readiness,
): readonly Readiness[] {
  const past = known.filter((one) => one.at <= at);
  if (past.at(-1)?.missing === missing) return past.length === known.length ? known : past;
  return [...past, { at, missing }].slice(-MAX_READINESS);
}

/** The last time that some were missing: since when, and how long it took; null when there was none. */
export function lastGap(
  known: readonly Readiness[],
): { readonly from: number; readonly until: number | null } | null {
  const lastMissing = known.findLastIndex(({ missing }) => missing > 0);
  if (lastMissing === -1) return null;
  let first = lastMissing;
  while (first > 0 && (known[first - 1]?.missing ?? 0) > 0) first -= 1;
  return { from: known[first]?.at ?? 0, until: known[lastMissing + 1]?.at ?? null };
}

const WINDOW_MS = 60_000;
const MOST_POINTS = 240;

/** One curve of success: share by time, both from 0 to 1. */
export interface Curve {
  readonly toMs: number;
  readonly points: readonly (readonly [number, number])[];
}

/** Success since the start; the window begins with a minute and grows with the story. */
export function curveOf(gauges: readonly GaugeView[], at: number): Curve {
  const toMs = at <= WINDOW_MS ? WINDOW_MS : Math.ceil((at * 1.05) / WINDOW_MS) * WINDOW_MS;
  const shown = gauges.filter((one) => one.at >= 0 && one.at <= at && one.ok + one.failed > 0);
  const every = Math.max(1, Math.ceil(shown.length / MOST_POINTS));
  const points = shown
    .filter((_one, index) => index % every === 0 || index === shown.length - 1)
    .map(({ at: when, ok, failed }) => [when / toMs, ok / (ok + failed)] as const);
  return { toMs, points };
}
