import { expect, test } from "vitest";
import { rolloutState } from "#app/stage/fixtures.ts";
import { loadTexts, textOf, type TextKey, type TextValues } from "#app/i18n/text.ts";
import { beadsOf, groupsOf, type Bead } from "./beads.ts";
import { labelsOf } from "./gauge-labels.ts";

await loadTexts("en");

test("beads: available first, newest revision first, the leaving pod is not counted", () => {
  const state = rolloutState();
  const [deployment] = state.deployments.values();
  if (!deployment) throw new Error("the fixture has a Deployment");
  const beads = beadsOf(deployment, state.pods);
  expect(beads.map(({ look, revision }) => `${look} ${revision}`)).toEqual([
    "ready 4",
    "ready 4",
    "ready 3",
    "ready 3",
    "ready 3",
    "ready 3",
    "coming 4",
    "coming 4",
    "coming 4",
    "coming 4",
  ]);
  expect(groupsOf(beads).map(({ id, from, count }) => `${id} ${from}+${count}`)).toEqual([
    "new 0+2",
    "old 2+4",
    "coming 6+4",
  ]);
});

test("a pod that no node can take waits; it is not on the way", () => {
  const state = rolloutState();
  const [deployment] = state.deployments.values();
  if (!deployment) throw new Error("the fixture has a Deployment");
  const coming = beadsOf(deployment, state.pods).find(({ look }) => look === "coming");
  const pod = state.pods.get(coming?.uid ?? "");
  if (!pod) throw new Error("the fixture has a pod on its way");
  const pods = new Map(state.pods).set(pod.uid, { ...pod, state: "unschedulable" });
  expect(beadsOf(deployment, pods).find(({ uid }) => uid === pod.uid)?.look).toBe("waiting");
});

test("those that fail stand under a label of their own, after those on the way", () => {
  const beads = (["ready", "coming", "coming", "waiting", "failing"] as const).map(
    (look, index) => ({
      uid: String(index),
      look,
      role: "none" as const,
      revision: 1,
    }),
  );
  expect(groupsOf(beads).map(({ id, from, count }) => `${id} ${from}+${count}`)).toEqual([
    "new 0+1",
    "coming 1+2",
    "waiting 3+1",
    "failing 4+1",
  ]);
});

test("of a single pod, left of the floor, the words are left of it, too", () => {
  const room = { pitch: 38, gap: 6, isTight: true, before: 0, after: 64 };
  const text = (key: TextKey, values?: TextValues) => textOf("en", key, values);
  const floorX = room.pitch - room.gap / 2;
  const [label] = labelsOf([bead("ready", 0)], { room, floorX, text });
  expect(label?.words).toBe("r1 ready");
  expect((label?.left ?? 0) + (label?.width ?? 0)).toBeLessThan(floorX);
});

const bead = (look: Bead["look"], index: number): Bead => ({
  uid: `${look}-${index}`,
  look,
  role: "new",
  revision: 1,
});

test.each([
  { what: "no room beside it: the line ends above the words", ready: 3, coming: 2, floor: 4 },
  { what: "many on the way: they step aside", ready: 3, coming: 6, floor: 4 },
  { what: "the floor lies between two runs", ready: 4, coming: 2, floor: 4 },
])("the words under the beads and the line of the floor, $what", ({ ready, coming, floor }) => {
  const beads = [
    ...Array.from({ length: ready }, (_, index) => bead("ready", index)),
    ...Array.from({ length: coming }, (_, index) => bead("coming", index)),
  ];
  const room = { pitch: 38, gap: 6, isTight: false, before: 0, after: 32 };
  const text = (key: TextKey, values?: TextValues) => textOf("en", key, values);
  const floorX = floor * room.pitch - room.gap / 2;
  const labels = labelsOf(beads, { room, floorX, text });
  expect(labels.map(({ id }) => id)).toEqual(["new", "coming"]);
  const crossed = labels.filter(({ left, width }) => left < floorX && floorX < left + width);
  expect(crossed.map(({ id }) => id)).toEqual(coming === 2 && floor > ready ? ["coming"] : []);
  for (const { left, width } of labels)
    expect(left + width).toBeLessThanOrEqual((ready + coming) * room.pitch);
});
