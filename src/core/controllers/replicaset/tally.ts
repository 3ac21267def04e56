import { controllerOf } from "#core/api/meta.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { compareText } from "#core/base/order.ts";
import { rememberByIdentity } from "#core/base/remember.ts";
import { isPodActive, isPodReady, isPodTerminating } from "../shared/pod-state.ts";

/** Pods of one owner that carry the same labels, counted. Plain data, changed in place. */
export interface PodGroup {
  readonly labels: Readonly<Record<string, string>> | undefined;
  pods: number;
  active: number;
  /** Active and ready. */
  ready: number;
  terminating: number;
}

/** Labels as text -> the pods that carry them. Selectors and templates look at labels only, so one look at a group does for all of its pods. */
export type Tally = Map<string, PodGroup>;

/** uid of the controlling owner -> its pods. */
export type Tallies = Map<string, Tally>;

/** Counts pods. */
export function tallyOf(pods: readonly Pod[]): Tally {
  const tally: Tally = new Map();
  for (const pod of pods) shift(tally, pod, 1);
  return tally;
}

/** Keeps the tallies of all owners true when a pod changed: `before` and `after` are its states, undefined where it did not or does not exist. */
export function shiftTallies(
  tallies: Tallies,
  { before, after }: { readonly before: Pod | undefined; readonly after: Pod | undefined },
): void {
  if (before && after && isCountedAlike(before, after)) return;
  if (before) shiftOwner(tallies, before, -1);
  if (after) shiftOwner(tallies, after, 1);
}

function isCountedAlike(before: Pod, after: Pod): boolean {
  return (
    before.metadata.ownerReferences === after.metadata.ownerReferences &&
    before.metadata.labels === after.metadata.labels &&
    isPodActive(before) === isPodActive(after) &&
    isPodTerminating(before) === isPodTerminating(after) &&
    isPodReady(before) === isPodReady(after)
  );
}

function shiftOwner(tallies: Tallies, pod: Pod, sign: 1 | -1): void {
  const owner = controllerOf(pod)?.uid;
  if (owner === undefined) return;
  let tally = tallies.get(owner);
  if (!tally) {
    tally = new Map();
    tallies.set(owner, tally);
  }
  shift(tally, pod, sign);
  if (tally.size === 0) tallies.delete(owner);
}

function shift(tally: Tally, pod: Pod, sign: 1 | -1): void {
  const { labels } = pod.metadata;
  const key = textOf(labels);
  let group = tally.get(key);
  if (!group) {
    group = { labels, pods: 0, active: 0, ready: 0, terminating: 0 };
    tally.set(key, group);
  }
  group.pods += sign;
  if (isPodActive(pod)) {
    group.active += sign;
    if (isPodReady(pod)) group.ready += sign;
  } else if (isPodTerminating(pod)) group.terminating += sign;
  if (group.pods === 0) tally.delete(key);
}

function textOf(labels: Readonly<Record<string, string>> | undefined): string {
  return labels ? textOfLabels(labels) : "";
}

/** Pods of one template have their labels in common. */
const textOfLabels = rememberByIdentity((labels: Readonly<Record<string, string>>): string => {
  const keys = Object.keys(labels);
  // Labels are in order as a rule, and sorting takes its time even then.
  const isInOrder = keys.every((key, i) => i === 0 || (keys[i - 1] as string) < key);
  let text = "";
  // Neither names nor values of labels hold these separators.
  for (const key of isInOrder ? keys : keys.sort(compareText)) text += `${key}=${labels[key]},`;
  return text;
});
