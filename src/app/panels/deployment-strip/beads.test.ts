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
