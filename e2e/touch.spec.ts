import { expect, test, type CDPSession, type Page } from "@playwright/test";
import { podsOf } from "./support/world.ts";
import { Yard } from "./support/yard.ts";

test.use({ hasTouch: true });

interface Finger {
  readonly x: number;
  readonly y: number;
}

/** Fingers on the glass, as the browser gets them from the screen: gestures are made by the browser itself. */
class Hand {
  private readonly devtools: CDPSession;

  private constructor(devtools: CDPSession) {
    this.devtools = devtools;
  }

  static async on(page: Page): Promise<Hand> {
    return new Hand(await page.context().newCDPSession(page));
  }

  /** Puts fingers down, moves them in steps, and lifts them. */
  async glide(from: readonly Finger[], to: readonly Finger[], steps = 12): Promise<void> {
    await this.touch("touchStart", from);
    for (let step = 1; step <= steps; step += 1) {
      const share = step / steps;
      await this.touch(
        "touchMove",
        from.map((finger, index) => {
          const end = to[index] ?? finger;
          return {
            x: finger.x + (end.x - finger.x) * share,
            y: finger.y + (end.y - finger.y) * share,
          };
        }),
      );
    }
    await this.touch("touchEnd", []);
  }

  private async touch(
    type: "touchStart" | "touchMove" | "touchEnd",
    fingers: readonly Finger[],
  ): Promise<void> {
    const touchPoints = fingers.map(({ x, y }, id) => ({ x, y, id }));
    await this.devtools.send("Input.dispatchTouchEvent", { type, touchPoints });
  }
}

function fieldOf(page: Page) {
  return page.locator(".stage-field").evaluate((field) => ({
    left: field.scrollLeft,
    top: field.scrollTop,
    width: field.scrollWidth,
    pageScale: window.visualViewport?.scale ?? 1,
  }));
}

async function middleOf(page: Page): Promise<Finger> {
  const box = await page.locator(".stage-field").boundingBox();
  if (!box) throw new Error("the stage is not shown");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Two fingers beside a point, this far from each other. */
function pair({ x, y }: Finger, apart: number): readonly Finger[] {
  return [
    { x: x - apart / 2, y },
    { x: x + apart / 2, y },
  ];
}

const zoomOf = (page: Page) =>
  page.evaluate(() => window.__podyard?.store.getState().zoom ?? Number.NaN);

test("two fingers bring the picture nearer around the point between them, one moves it, a tap chooses", async ({
  page,
}) => {
  const yard = await Yard.open(page);
  await yard.settled("shop", 3);
  await yard.setPlaying(false);
  const hand = await Hand.on(page);
  const middle = await middleOf(page);
  const [pod] = podsOf(await yard.world(), "shop");
  if (!pod) throw new Error("the shop has no pod");

  // A pinch around a pod leaves it where it is.
  const before = await yard.placeOf(pod.uid);
  await hand.glide(pair(before, 60), pair(before, 150));
  await expect.poll(() => zoomOf(page)).toBeGreaterThanOrEqual(2);
  const near = await fieldOf(page);
  expect(near.pageScale).toBe(1);
  const after = await yard.placeOf(pod.uid);
  expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(60);

  // One finger draws the picture along.
  const start = await fieldOf(page);
  await hand.glide([middle], [{ x: middle.x - 140, y: middle.y }]);
  await expect.poll(async () => (await fieldOf(page)).left).toBeGreaterThan(start.left + 80);
  expect((await yard.world()).selection).toBe("");
  await hand.glide([middle], [{ x: middle.x, y: middle.y - 100 }]);
  await expect.poll(async () => (await fieldOf(page)).top).toBeGreaterThan(start.top + 40);

  // Fingers that come together bring the whole back, and the page keeps its size throughout.
  await hand.glide(pair(middle, 360), pair(middle, 60));
  await expect.poll(() => zoomOf(page)).toBeLessThanOrEqual(0);
  expect((await fieldOf(page)).pageScale).toBe(1);

  const place = await yard.placeOf(pod.uid);
  await page.touchscreen.tap(place.x, place.y);
  await expect.poll(async () => (await yard.world()).selection).toBe(pod.name);
});

test("on a phone a finger turns the carousel of workers, and two fingers change what is told of a pod", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const yard = await Yard.open(page);
  await yard.settled("shop", 3);
  const hand = await Hand.on(page);
  const middle = await middleOf(page);
  const start = await fieldOf(page);
  await hand.glide([middle], [{ x: middle.x - 220, y: middle.y }]);
  await expect.poll(async () => (await fieldOf(page)).left).toBeGreaterThan(start.left + 100);
  await hand.glide(pair(middle, 220), pair(middle, 70));
  await expect.poll(() => zoomOf(page)).toBeLessThan(0);
  await expect(page.getByTestId("stage")).toHaveClass(/detail-tile/);
  expect((await fieldOf(page)).pageScale).toBe(1);
});
