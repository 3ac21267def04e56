import { expect, test } from "vitest";
import { rolloutState } from "#app/stage/fixtures.ts";
import { beadsOf, groupsOf } from "./beads.ts";

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

test("those that fail stand under a label of their own, after those on the way", () => {
  const beads = (["ready", "coming", "coming", "failing"] as const).map((look, index) => ({
    uid: String(index),
    look,
    role: "none" as const,
    revision: 1,
  }));
  expect(groupsOf(beads).map(({ id, from, count }) => `${id} ${from}+${count}`)).toEqual([
    "new 0+1",
    "coming 1+2",
    "failing 3+1",
  ]);
});
