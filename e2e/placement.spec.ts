import { expect, test, type Locator } from "@playwright/test";
import { Yard } from "./support/yard.ts";

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function boxOf(part: Locator): Promise<Box> {
  await expect(part).toBeVisible();
  const box = await part.boundingBox();
  if (!box) throw new Error("what is visible has a box");
  return box;
}

function overlaps(a: Box, b: Box): boolean {
  const isBeside = a.x + a.width <= b.x || b.x + b.width <= a.x;
  const isAbove = a.y + a.height <= b.y || b.y + b.height <= a.y;
  return !isBeside && !isAbove;
}

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
  [800, 700],
  [390, 844],
] as const)
  test(`at ${width} by ${height} the first minute's hint lies over nothing`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await Yard.open(page, { guide: true });
    const guide = await boxOf(page.getByRole("region", { name: "First minute" }));
    const others = page.locator(".node-box, .metrics, .timeline, .drawer-button, .files-foot");
    for (const other of await others.all()) {
      const box = await other.boundingBox();
      expect(box !== null && overlaps(guide, box), String(await other.getAttribute("class"))).toBe(
        false,
      );
    }
  });

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
] as const)
  test(`at ${width} by ${height} a notice covers no tab and no figure`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    // A notice of this kind stays until it is dismissed.
    const yard = await Yard.open(page, { address: "#s1.broken" });
    const notice = await boxOf(yard.notice);
    for (const other of await page.locator("[role=tab], .metrics, .top-bar, .transport").all())
      expect(overlaps(notice, await boxOf(other)), String(await other.textContent())).toBe(false);
  });

test("the words beside the pointer go with the pod they speak of", async ({ page }) => {
  const yard = await Yard.open(page);
  const { pods } = await yard.settled("shop", 3);
  const [pod] = pods;
  if (!pod) throw new Error("the shop has pods");
  const { x, y } = await yard.placeOf(pod.uid);
  await page.mouse.move(x, y);
  const tip = page.locator(".stage-tip");
  await expect(tip).toContainText(pod.name);
  await page.keyboard.press("Escape");
  await page.evaluate(
    (name) => window.__podyard?.run(`delete pod ${name} --grace-period=0 --force`),
    pod.name,
  );
  await expect(tip).toHaveCount(0);
});

test.describe("on a phone that lies", () => {
  test.use({ viewport: { width: 844, height: 390 }, hasTouch: true });

  test("the picture is at the left and everything else at its right", async ({ page }) => {
    await Yard.open(page);
    const stage = await boxOf(page.locator(".phone-stage"));
    const sheet = await boxOf(page.locator(".sheet"));
    expect(sheet.x).toBeGreaterThanOrEqual(stage.x + stage.width);
    expect(sheet.y + sheet.height).toBeLessThanOrEqual(390);
    await page.getByRole("tab", { name: "kubectl", exact: true }).click();
    const run = await boxOf(page.getByRole("button", { name: "Run", exact: true }));
    expect(run.y + run.height).toBeLessThanOrEqual(390);
    // The usual verbs are offered first.
    await expect(
      page.getByRole("group", { name: "What can come next" }).getByRole("button").first(),
    ).toHaveText("get");
  });
});

test("beside the terminal of present mode every worker stays in sight", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  const yard = await Yard.open(page);
  await yard.settled("shop", 3);
  await page.keyboard.press("p");
  await expect(page.locator(".present-stage .worker")).toHaveCount(3);
  await page.keyboard.press("t");
  const overlay = await boxOf(page.getByRole("region", { name: "Terminal" }));
  await expect
    .poll(async () => {
      const workers = await page.locator(".present-stage .worker").all();
      const boxes = await Promise.all(workers.map((worker) => boxOf(worker)));
      return boxes.filter((box) => overlaps(box, overlay)).length;
    })
    .toBe(0);
});
