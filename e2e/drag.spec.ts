import { expect, test, type Page } from "@playwright/test";
import { podsOf } from "./support/world.ts";
import { Yard } from "./support/yard.ts";

interface Window {
  readonly left: number;
  readonly top: number;
  readonly cursor: string;
}

function windowOf(page: Page): Promise<Window> {
  return page.locator(".stage-field").evaluate((field) => ({
    left: field.scrollLeft,
    top: field.scrollTop,
    cursor: getComputedStyle(field).cursor,
  }));
}

async function middleOf(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.locator(".stage-field").boundingBox();
  if (!box) throw new Error("the stage is not shown");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function zoomedYard(page: Page): Promise<Yard> {
  const yard = await Yard.open(page);
  await yard.settled("shop", 3);
  await yard.setPlaying(false);
  for (let step = 0; step < 3; step += 1) await yard.button("Nearer, with more detail").click();
  await expect(page.locator(".stage-field")).toHaveClass(/is-larger/);
  return yard;
}

test("a picture larger than its window is moved by dragging, and a click still chooses", async ({
  page,
}) => {
  const yard = await zoomedYard(page);
  const { x, y } = await middleOf(page);
  const before = await windowOf(page);
  expect(before.cursor).toBe("grab");

  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 120, y - 40, { steps: 6 });
  expect((await windowOf(page)).cursor).toBe("grabbing");
  await page.mouse.up();
  const after = await windowOf(page);
  expect([after.left - before.left, after.top - before.top]).toEqual([120, 40]);
  expect((await yard.world()).selection).toBe("");

  await page.mouse.move(x - 120, y - 40);
  await page.mouse.down();
  await page.mouse.move(x, y, { steps: 6 });
  await page.mouse.up();
  expect(await windowOf(page)).toMatchObject({ left: before.left, top: before.top });

  const places = await yard.places();
  const box = await page.locator(".stage-field").boundingBox();
  const seen = podsOf(await yard.world(), "shop").find(({ uid }) => {
    const place = places[uid];
    return place && box && place.x > box.x && place.x < box.x + box.width && place.y > box.y + 8;
  });
  if (!seen) throw new Error("no pod of the shop is in the window");
  const place = await yard.placeOf(seen.uid);
  // A hand that trembles by a pixel or two still clicks.
  await page.mouse.move(place.x, place.y);
  await page.mouse.down();
  await page.mouse.move(place.x + 2, place.y + 1);
  await page.mouse.up();
  expect((await yard.world()).selection).toBe(seen.name);
});

test("what the arrow keys choose comes into the window", async ({ page }) => {
  await zoomedYard(page);
  const stage = page.locator(".stage-field");
  await stage.evaluate((field) => field.scrollTo(field.scrollWidth, field.scrollHeight));
  await page.getByTestId("stage").focus();
  await page.keyboard.press("Home");
  await expect.poll(async () => (await windowOf(page)).top).toBe(0);
  await expect.poll(async () => (await windowOf(page)).left).toBeLessThan(100);
});
