import { expect, test } from "@playwright/test";
import { nodeOf, type WorldSnapshot } from "./support/world.ts";
import { Yard } from "./support/yard.ts";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

const more = (name: string) => `[data-more=${name}]`;

test("everything that has no room on a phone is one touch away under More", async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.settled("shop", 3);
  await yard.openTab("More");
  await yard.setSpeed(10);

  await page.locator(more("faults")).tap();
  await page.getByRole("switch", { name: "Power of worker-1" }).tap();
  const isOn = (world: WorldSnapshot) => nodeOf(world, "worker-1")?.powered === true;
  await yard.waitUntil("the machine is off", (world) => !isOn(world));
  await page.getByRole("button", { name: "More", exact: true }).tap();

  await page.locator(more("load")).tap();
  await expect(page.getByText(/of \d+ pods answer/)).toBeVisible();
  await page.getByRole("button", { name: "More", exact: true }).tap();

  await page.getByRole("button", { name: "Undo", exact: true }).last().tap();
  await yard.waitUntil("the power is back", isOn);

  await page.getByRole("switch", { name: "Show the cluster as a list" }).tap();
  await expect(page.getByRole("tree", { name: "Cluster as a list" })).toBeVisible();

  await page.getByRole("button", { name: "한국어", exact: true }).tap();
  await expect(page.getByRole("tab", { name: "더 보기", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "밝은", exact: false }).first().tap();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
});

test("Compare shows one world at a time on a phone, and either can be chosen", async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.settled("shop", 3);
  await yard.openTab("More");
  await yard.setPlaying(false);
  await page.locator(more("compare")).tap();
  await expect(page.getByRole("heading", { name: "Compare two branches" })).toBeVisible();
  const worlds = page.getByRole("group", { name: "World that is shown" });
  const [first, second] = [worlds.getByRole("button").first(), worlds.getByRole("button").last()];
  await expect(first).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByTestId("stage")).toHaveCount(1);
  await second.tap();
  await expect(second).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByTestId("stage")).toHaveCount(1);
  await page.getByRole("button", { name: "Back to the sandbox" }).tap();
  await expect(page.getByRole("tab", { name: "YAML", exact: true })).toBeVisible();
});
