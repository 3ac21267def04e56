import { expect, test } from "@playwright/test";
import { Terminal } from "./support/terminal.ts";
import { placesOf, podsOf } from "./support/world.ts";
import { Yard } from "./support/yard.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("a link copied in mid-rollout opens in a fresh profile with the same pods, places and clock", async ({
  page,
  browser,
  baseURL,
}) => {
  const yard = await Yard.open(page);
  await new Terminal(page).run("kubectl set image deployment/shop shop=jangteo/shop:v2");
  await yard.waitUntil("a pod of v2 is on its way", (world) =>
    podsOf(world, "shop").some(({ revisionRole }) => revisionRole === "new"),
  );
  await yard.setPlaying(false);
  const sent = await yard.world();

  await yard.button("Share").click();
  const dialog = page.getByRole("dialog", { name: "Share this moment" });
  await dialog.getByRole("button", { name: "Copy link" }).click();
  await expect(dialog.getByRole("status")).toHaveText("Copied.");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/#s1\.[\w-]+$/);
  expect(link.length).toBeLessThan(2000);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);

  const profile = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    ...(baseURL && { baseURL }),
    serviceWorkers: "block",
  });
  const theirs = await Yard.open(await profile.newPage(), { address: new URL(link).hash });
  await expect(theirs.notice).toContainText("Opened: the clock stands at");
  const got = await theirs.waitUntil("the link's moment is there", ({ at }) => at === sent.at);
  expect(placesOf(got)).toEqual(placesOf(sent));
  expect(got.playing).toBe(false);
  expect(await theirs.clock.textContent()).toBe(await yard.clock.textContent());
  await expect.poll(() => theirs.places()).toEqual(await yard.places());

  await theirs.setPlaying(true);
  await yard.setPlaying(true);
  await theirs.setSpeed(10);
  await yard.setSpeed(10);
  const [ourEnd, theirEnd] = [await yard.settled("shop", 3), await theirs.settled("shop", 3)];
  const names = (world: typeof ourEnd) =>
    podsOf(world, "shop")
      .map(({ name, node }) => `${name} ${node}`)
      .sort();
  expect(names(theirEnd)).toEqual(names(ourEnd));
  await profile.close();
});

test("the work survives a reload, files and all", async ({ page }) => {
  const yard = await Yard.open(page);
  await new Terminal(page).run("kubectl scale deployment/shop --replicas=5");
  await yard.settled("shop", 5);
  await yard.page
    .getByRole("group", { name: "Files" })
    .getByRole("button", { name: "New file" })
    .or(yard.button("New file"))
    .first()
    .click();
  await expect(page.getByRole("button", { name: "new.yaml" })).toBeVisible();
  await expect.poll(() => yard.hash()).toMatch(/^#s1\./);
  const { at } = await yard.world();
  await yard.waitUntil("more than one save has been written", (world) => world.at > at + 5000);
  await page.reload();
  const again = await yard.waitUntil(
    "the session is back",
    (world) => podsOf(world, "shop").length === 5 && world.at >= at,
  );
  expect(again.inputs.map(({ label }) => label)).toEqual([
    "kubectl scale deployment/shop --replicas=5",
  ]);
  await expect(page.getByRole("button", { name: "new.yaml" })).toBeVisible();
});
