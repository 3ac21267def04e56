import { expect, test, type Locator } from "@playwright/test";
import { Terminal } from "./support/terminal.ts";
import { deploymentOf, placesOf, podsOf, type WorldSnapshot } from "./support/world.ts";
import { Yard } from "./support/yard.ts";

/** Where a thing stands from left to right. */
async function middleOf(thing: Locator): Promise<number> {
  const box = (await thing.boundingBox())!;
  return box.x + box.width / 2;
}

/** Names of the shop's pods. */
function namesOf(world: WorldSnapshot): readonly string[] {
  return podsOf(world, "shop")
    .map(({ name }) => name)
    .sort();
}

test("time pauses, steps event by event in both directions, and skips to what matters", async ({
  page,
}) => {
  const yard = await Yard.open(page);
  await yard.settled("shop", 3);
  await new Terminal(page).run("kubectl scale deployment/shop --replicas=4");
  await yard.setPlaying(false);
  const paused = await yard.world();

  await yard.button("On to the next event").click();
  const stepped = await yard.waitUntil(
    "the clock went on to the next event",
    ({ at }) => at > paused.at,
  );
  expect(stepped.playing).toBe(false);
  await yard.button("Back to the event before").click();
  const back = await yard.waitUntil("the clock went back", ({ at }) => at < stepped.at);

  await yard.button("Skip to the next interesting moment").click();
  await yard.waitUntil("something interesting happened", ({ at }) => at > back.at);
  await yard.setPlaying(true);
  await yard.settled("shop", 4);
});

test("rewinding shows the past as it was, and coming back shows the present as it is", async ({
  page,
}) => {
  const yard = await Yard.open(page);
  await yard.settled("shop", 3);
  const first = await yard.world();
  await new Terminal(page).run("kubectl scale deployment/shop --replicas=6");
  await yard.settled("shop", 6);
  await yard.setPlaying(false);
  const live = await yard.world();

  const head = page.getByRole("slider", { name: "Time shown" });
  const liveX = await middleOf(head);
  await head.focus();
  await page.keyboard.press("Home");
  const past = await yard.waitUntil(
    "the page shows the beginning",
    ({ at, past: isPast }) => at === 0 && isPast,
  );
  expect(namesOf(past)).toEqual(namesOf(first));
  await expect(page.getByText("Look only. Whatever you do here starts a branch.")).toBeVisible();

  const lanes = (await page.getByTestId("timeline-lanes").boundingBox())!;
  const y = lanes.y + lanes.height / 2;
  const firstX = await middleOf(head);
  await page.mouse.move(firstX, y);
  await page.mouse.down();
  await page.mouse.move((firstX + liveX) / 2, y, { steps: 4 });
  await page.mouse.up();
  await yard.waitUntil("dragging the timeline moved the clock", ({ at }) => at > 0 && at < live.at);

  await page.getByRole("button", { name: "Back to now" }).click();
  const again = await yard.waitUntil(
    "the page shows the present",
    ({ past, at }) => !past && at === live.at,
  );
  expect(placesOf(again)).toEqual(placesOf(live));
});

test("a change in the past grows a branch, and the two branches are compared side by side", async ({
  page,
}) => {
  const yard = await Yard.open(page);
  const terminal = new Terminal(page);
  await yard.settled("shop", 3);
  await terminal.run("kubectl scale deployment/shop --replicas=6");
  const grown = await yard.settled("shop", 6);

  await yard.button("what if").click();
  const before = await yard.waitUntil(
    "the clock stands before the last action",
    ({ past, playing }) => past && !playing,
  );
  expect(deploymentOf(before, "shop")?.desired).toBe(3);
  await terminal.run("kubectl scale deployment/shop --replicas=1");
  const forked = await yard.waitUntil(
    "there are two branches",
    ({ branches }) => branches.length === 2,
  );
  expect(forked.branch).not.toBe(before.branch);
  await yard.setPlaying(true);
  await yard.setSpeed(10);
  await yard.settled("shop", 1);
  // The two are compared at one moment: at this one both have what they were told to have.
  await yard.waitUntil("the new branch is as old as the first", ({ at }) => at > grown.at);

  const branches = page.getByRole("group", { name: "Branches" }).getByRole("button");
  await branches.nth(0).click();
  await yard.settled("shop", 6);
  await branches.nth(1).click();
  await yard.settled("shop", 1);

  await yard.openTab("Compare");
  await expect(page.getByRole("heading", { name: "Compare two branches" })).toBeVisible();
  await expect(page.getByTestId("stage")).toHaveCount(2);
  const differences = page.getByRole("region", { name: "Differences" });
  const row = differences.getByRole("row").filter({ hasText: "deployment/shop" });
  await expect(row).toContainText("1/1 · jangteo/shop:v1");
  await expect(row).toContainText("6/6 · jangteo/shop:v1");
  await yard.openTab("Sandbox");
  await expect(page.getByTestId("stage")).toHaveCount(1);
});
