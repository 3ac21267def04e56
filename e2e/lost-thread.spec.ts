import { expect, test } from "@playwright/test";
import { Terminal } from "./support/terminal.ts";
import { podsOf } from "./support/world.ts";
import { Yard } from "./support/yard.ts";

test("when the cluster's thread dies in mid-run, nothing that was done is lost", async ({
  page,
}) => {
  const yard = await Yard.open(page);
  const terminal = new Terminal(page);
  await terminal.run("kubectl scale deployment/shop --replicas=5");
  await yard.settled("shop", 5);
  await terminal.run("kubectl set image deployment/shop shop=jangteo/shop:v2");
  const before = await yard.waitUntil(
    "the rollout runs",
    (world) =>
      world.inputs.length === 2 &&
      podsOf(world, "shop").some(({ revisionRole }) => revisionRole === "new"),
  );

  await yard.crash();
  await expect(yard.notice).toContainText(/restored from \d\d:\d\d/);
  const after = await yard.waitUntil(
    "the clock runs again",
    ({ at, playing }) => playing && at > before.at,
  );
  expect(after.inputs.map(({ label }) => label)).toEqual(before.inputs.map(({ label }) => label));
  const known = new Set(after.pods.map(({ name }) => name));
  expect(
    podsOf(before, "shop")
      .filter(({ revisionRole }) => revisionRole === "new")
      .every(({ name }) => known.has(name)),
  ).toBe(true);
  await yard.settled("shop", 5);

  await terminal.expectOutput("kubectl get deployment shop -o wide", "jangteo/shop:v2");
});

test("what was done in the last second before the thread dies is kept, too", async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.settled("shop", 3);
  await new Terminal(page).run("kubectl scale deployment/shop --replicas=7");
  await yard.waitUntil("the input is known", ({ inputs }) => inputs.length === 1);
  await yard.crash();
  await expect(yard.notice).toContainText(/restored from/);
  await yard.settled("shop", 7);
  expect((await yard.world()).inputs.map(({ label }) => label)).toEqual([
    "kubectl scale deployment/shop --replicas=7",
  ]);
});

test("a thread that dies while the page waits comes back waiting, at the same moment", async ({
  page,
}) => {
  const yard = await Yard.open(page);
  await yard.settled("shop", 3);
  await yard.setPlaying(false);
  const { at } = await yard.world();
  await yard.crash();
  await expect(yard.notice).toContainText(/restored from/);
  const after = await yard.waitUntil("the page is back", (world) => world.pods.length > 0);
  expect(after.playing).toBe(false);
  expect(after.at).toBe(at);
  await yard.button("On to the next event").click();
  await yard.waitUntil("it can be moved on", (world) => world.at > at);
});
