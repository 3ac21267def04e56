import { controllerOf, uidOf, type KubeObject } from "#core/api/meta.ts";
import type { Event } from "#core/api/schema/generated/types.ts";
import type { Followed, WorldFacts } from "../check/facts.ts";
import { countOf } from "../check/object-values.ts";
import { isThere, namedOf } from "../check/selector.ts";
import { TRAFFIC_WINDOW_MS } from "../check/traffic-values.ts";
import type { LessonWorldView } from "../world-view.ts";

const SAMPLE_EVERY_MS = 500;

/** Takes in what came and went among the objects of these kinds. `isStart` says that all of them were there before the lesson. */
export function followObjects(
  facts: WorldFacts,
  view: LessonWorldView,
  { kinds, isStart }: { readonly kinds: readonly string[]; readonly isStart: boolean },
): void {
  for (const kind of kinds) {
    const known = (facts.followed[kind] ??= {});
    const present = new Set<string>();
    for (const object of view.list(kind)) {
      const uid = uidOf(object);
      present.add(uid);
      const before = known[uid];
      const after = followedOf(object, before ? before.isNew : !isStart);
      if (!before || !isSame(before, after)) known[uid] = after;
    }
    for (const [uid, each] of Object.entries(known))
      if (!each.isGone && !present.has(uid)) known[uid] = Object.freeze({ ...each, isGone: true });
  }
}

function followedOf(object: KubeObject, isNew: boolean): Followed {
  const owner = controllerOf(object);
  return Object.freeze({
    ...namedOf(object),
    uid: uidOf(object),
    controller: owner ? `${owner.kind}/${owner.name}` : "",
    isNew,
    isGone: !isThere(object),
  });
}

function isSame(a: Followed, b: Followed): boolean {
  return a.labels === b.labels && a.isGone === b.isGone && a.controller === b.controller;
}

/** Remembers what Events said before the lesson began. */
export function countEventsBefore(facts: WorldFacts, view: LessonWorldView): void {
  for (const event of view.list("Event") as readonly Event[])
    facts.eventsBefore[uidOf(event)] = countOf(event);
}

/** Notes how many requests every Service has seen, twice a second, as far back as checks look. */
export function sampleTraffic(facts: WorldFacts, view: LessonWorldView, now: number): void {
  for (const service of view.list("Service")) {
    const uid = uidOf(service);
    const figures = view.traffic(uid);
    if (!figures) continue;
    const samples = (facts.traffic[uid] ??= []);
    const last = samples.at(-1);
    if (last && now - last.at < SAMPLE_EVERY_MS) continue;
    samples.push(Object.freeze({ at: now, ok: figures.totalOk, failed: figures.totalFailed }));
    // The first stays: totals count from there.
    const second = samples[2];
    if (second && second.at <= now - TRAFFIC_WINDOW_MS) samples.splice(1, 1);
  }
}
