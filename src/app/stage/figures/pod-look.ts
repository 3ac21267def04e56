import type { PodFamily, PodState, PodView } from "#core/view/rows.ts";
import type { GlyphName } from "../glyphs.ts";
import type { Paint } from "../ops.ts";

/** How much of a pod is drawn: `big` for the back row of a hall, `dot` when there are thousands. */
export type Detail = "big" | "card" | "slim" | "tile" | "cell" | "dot";

/** What a pod looks like at one moment: everything that its figure needs, and nothing about Kubernetes. */
export interface PodLook {
  readonly uid: string;
  readonly family: PodFamily;
  /** That of the family, unless hue tells something else. */
  readonly hue: Paint;
  readonly state: PodState;
  readonly glyph: GlyphName;
  readonly title: string;
  readonly word: string;
  /** The same without numbers, for where there is less room. */
  readonly shortWord: string;
  /** `r4`, "" when the pod belongs to no revision. */
  readonly revision: string;
  readonly ribbon: Ribbon | null;
  /** Share of a running wait that is over, null when nothing is waited for. */
  readonly ring: number | null;
  /** Share of the image that is here, null when none is being pulled. */
  readonly bar: number | null;
  readonly hasDisk: boolean;
  readonly isAgent: boolean;
  /** States of its containers when there is more than one. */
  readonly containers: readonly ("running" | "waiting" | "terminated")[];
}

export interface Ribbon {
  readonly paint: Paint;
  readonly hue: Paint;
}

const GLYPH_OF: Readonly<Record<PodState, GlyphName>> = {
  pending: "dots",
  unschedulable: "question",
  gated: "gate",
  init: "init",
  creating: "circle",
  pulling: "download",
  starting: "quarter",
  "not-ready": "half",
  ready: "check",
  succeeded: "square",
  "crash-loop": "retry",
  "image-error": "image-error",
  "oom-killed": "memory",
  error: "cross",
  terminating: "leave",
  evicted: "evict",
  unknown: "question",
};

export function glyphOf(state: PodState): GlyphName {
  return GLYPH_OF[state];
}

/** Ribbon of a revision: two hues in turn, the older ones striped, the oldest grey. */
export function ribbonOf(role: PodView["revisionRole"], revision: number): Ribbon | null {
  if (role === "none" || revision === 0) return null;
  if (role === "older") return { paint: "line", hue: "line" };
  const hue = revision % 2 === 0 ? "revision-a" : "revision-b";
  return { paint: role === "new" ? hue : `stripes ${hue}`, hue };
}

/** Gives the words of the page's language; keys as in i18n/stage.ts. */
export type StageText = (
  key:
    | `stage.state.${PodState}`
    | "stage.pulling"
    | "stage.retry"
    | "stage.leaving"
    | "stage.reserved"
    | "stage.freed"
    | "stage.to-node"
    | `stage.tone.${"none" | "minute" | "ten" | "hour" | "older"}`,
  values?: Record<string, string | number>,
) => string;

/** What a look depends on besides the pod. */
export interface LookInput {
  readonly now: number;
  readonly text: StageText;
  /** Without ribbons: one revision alone needs none in a hall. */
  readonly isPlain?: boolean;
  /** Hue and word of a pod, when hue tells something other than the state. */
  readonly toneOf?: (pod: PodView) => { readonly hue: Paint; readonly word: string } | null;
}

/** What a pod looks like at a virtual time. */
export function podLook(pod: PodView, { now, text, isPlain = false, toneOf }: LookInput): PodLook {
  const tone = toneOf?.(pod) ?? null;
  const pulling = pod.state === "pulling" && pod.pullUntil > pod.pullFrom;
  const waits = waitOf(pod);
  const secondsLeft = waits ? Math.max(0, Math.ceil((waits.until - now) / 1000)) : 0;
  const bar = pulling ? share(now, pod.pullFrom, pod.pullUntil) : null;
  const word = pulling
    ? text("stage.pulling", { percent: Math.min(99, Math.floor((bar ?? 0) * 100)) })
    : waits && secondsLeft > 0
      ? text(pod.family === "failing" ? "stage.retry" : "stage.leaving", { seconds: secondsLeft })
      : text(`stage.state.${pod.state}`);
  return {
    uid: pod.uid,
    family: pod.family,
    hue: tone?.hue ?? pod.family,
    state: pod.state,
    glyph: glyphOf(pod.state),
    title: pod.shortName,
    word: tone && !waits && !pulling ? tone.word : word,
    shortWord: text(`stage.state.${pod.state}`),
    revision: pod.revision > 0 ? `r${pod.revision}` : "",
    ribbon: isPlain ? null : ribbonOf(pod.revisionRole, pod.revision),
    ring: waits ? 1 - share(now, waits.from, waits.until) : null,
    bar,
    hasDisk: pod.ownerKind === "StatefulSet",
    isAgent: pod.ownerKind === "DaemonSet",
    containers: pod.containers
      .filter(({ init, sidecar }) => !init || sidecar)
      .map(({ state }) => state),
  };
}

/** Whether the look of a pod changes by the mere passing of time. */
export function isTicking(pod: PodView): boolean {
  return waitOf(pod) !== null || (pod.state === "pulling" && pod.pullUntil > pod.pullFrom);
}

function waitOf(pod: PodView): { from: number; until: number } | null {
  if (pod.state === "terminating" && pod.graceUntil > pod.graceFrom)
    return { from: pod.graceFrom, until: pod.graceUntil };
  if (pod.family === "failing" && pod.backoffUntil > pod.backoffFrom)
    return { from: pod.backoffFrom, until: pod.backoffUntil };
  return null;
}

function share(now: number, from: number, until: number): number {
  return Math.max(0, Math.min(1, (now - from) / (until - from)));
}
