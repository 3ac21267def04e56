import { expect, test, type Page } from "@playwright/test";
import { Terminal } from "./support/terminal.ts";
import { podsOf } from "./support/world.ts";
import { Yard } from "./support/yard.ts";

/** How far the page could be scrolled to the side. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

test("Korean and back: every word changes, and a reload keeps the choice", async ({ page }) => {
  await Yard.open(page);
  await page.getByRole("button", { name: "한국어로 보기" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect(page.getByRole("button", { name: "공유", exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "적용", exact: true })).toBeVisible();
  await expect(page.locator(".stage-world")).toContainText("워커");
  await page.reload();
  await expect(page.getByRole("button", { name: "공유", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Switch to English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("button", { name: "Share", exact: true })).toBeVisible();
});

test("a Korean browser is greeted in Korean", async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    locale: "ko-KR",
    serviceWorkers: "block",
    ...(baseURL && { baseURL }),
  });
  const page = await context.newPage();
  await Yard.open(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await context.close();
});

test("dark, light and projector: the look changes with the button and follows the system at first", async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: "light" });
  await Yard.open(page);
  const html = page.locator("html");
  await expect(html).toHaveAttribute("data-theme", "light");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole("button", { name: "Switch to the projector look" }).click();
  await expect(html).toHaveAttribute("data-theme", "projector");
  await page.getByRole("button", { name: "Switch to the dark look" }).click();
  await expect(html).toHaveAttribute("data-theme", "dark");
  expect(await background()).not.toBe(light);
  await page.reload();
  await expect(html).toHaveAttribute("data-theme", "dark");
});

/** How many places each drawn thing had, frame by frame, until three new pods were ready. */
async function placesWhileScaling(page: Page): Promise<number> {
  const yard = await Yard.open(page);
  await yard.settled("shop", 3);
  const seen = await page.evaluateHandle(() => {
    const places = new Map<string, Set<string>>();
    const note = () => {
      for (const line of window.__scene?.text().split("\n") ?? []) {
        const [, id, place] = /^(pod .+) at (\S+) scale/.exec(line) ?? [];
        if (id && place) places.set(id, (places.get(id) ?? new Set()).add(place));
      }
      requestAnimationFrame(note);
    };
    note();
    return places;
  });
  await new Terminal(page).run("kubectl scale deployment/shop --replicas=6");
  await yard.settled("shop", 6);
  return seen.evaluate((places) => Math.max(...[...places.values()].map(({ size }) => size)));
}

test("with motion, new pods fly to their machines", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "no-preference" });
  expect(await placesWhileScaling(page)).toBeGreaterThan(4);
});

test("with reduced motion nothing flies: a thing is here, then there", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await placesWhileScaling(page)).toBeLessThanOrEqual(4);
});

test("with reduced motion the same is told in words", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const yard = await Yard.open(page);
  await yard.settled("shop", 3);
  await new Terminal(page).run("kubectl scale deployment/shop --replicas=5");
  await yard.settled("shop", 5);
  await expect(
    page
      .getByRole("status")
      .filter({ hasText: /shop finished|(ready|new): pod|pods are ready|new pods/i })
      .first(),
  ).toBeAttached();
});

// At 200 % zoom a window of 1440 × 900 has 720 × 450 CSS pixels.
test.describe("at 200 % zoom", () => {
  test.use({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });

  test("nothing is cut off at the side, and every part can be reached", async ({ page }) => {
    const yard = await Yard.open(page);
    expect(await overflow(page)).toBe(0);
    await yard.setPlaying(false);
    await yard.setPlaying(true);
    await yard.button("Share").click();
    await expect(page.getByRole("dialog", { name: "Share this moment" })).toBeVisible();
    await page.keyboard.press("Escape");
    await yard.button("Files").click();
    await expect(page.getByRole("button", { name: "Apply", exact: true })).toBeInViewport();
    await page.getByRole("tab", { name: "Faults" }).click();
    await expect(page.getByRole("switch", { name: "Power of worker-1" })).toBeVisible();
    await yard.button("Close the drawer").click();
    await new Terminal(page).run("kubectl scale deployment/shop --replicas=4");
    await yard.settled("shop", 4);
    await yard.button("Details").click();
    await expect(page.getByRole("region", { name: "Inspector" })).toBeVisible();
    expect(await overflow(page)).toBe(0);
  });
});

test.describe("390 px wide", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("the phone page has no sideways scroll in any of its tabs, in both languages", async ({
    page,
  }) => {
    await Yard.open(page);
    for (const tab of ["YAML", "kubectl", "Events", "Details"]) {
      await page.getByRole("tab", { name: tab, exact: true }).click();
      expect(await overflow(page), tab).toBe(0);
    }
    await page.getByRole("button", { name: "한국어로 보기" }).click();
    for (const tab of ["YAML", "kubectl", "이벤트", "자세히"]) {
      await page.getByRole("tab", { name: tab, exact: true }).click();
      expect(await overflow(page), tab).toBe(0);
    }
  });

  test("edit and apply, run kubectl, kill a pod by touch, read events and details, share", async ({
    page,
  }) => {
    const yard = await Yard.open(page);
    await yard.settled("shop", 3);
    await page
      .getByRole("textbox", { name: "Editor of shop.yaml" })
      .fill(
        (await page.getByRole("textbox", { name: "Editor of shop.yaml" }).inputValue()).replace(
          "replicas: 3",
          "replicas: 4",
        ),
      );
    await page.getByRole("button", { name: "Apply", exact: true }).click();
    await yard.settled("shop", 4);

    await page.getByRole("tab", { name: "kubectl", exact: true }).click();
    await page
      .getByRole("textbox", { name: "kubectl command" })
      .fill("kubectl scale deployment/shop --replicas=3");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await yard.settled("shop", 3);
    await expect(page.getByRole("log", { name: "Output of the terminal" })).toContainText(
      "deployment.apps/shop scaled",
    );

    // One machine is in view at a time; the others are a swipe away.
    const seen = Object.entries(await yard.places()).filter(([, { x }]) => x > 0 && x < 390);
    const victim = podsOf(await yard.world(), "shop").find(({ uid }) =>
      seen.some(([id]) => id === uid),
    )!;
    const { x, y } = await yard.placeOf(victim.uid);
    await page.touchscreen.tap(x, y);
    await yard.waitUntil("the pod is selected", ({ selection }) => selection === victim.name);
    await page.getByRole("tab", { name: "Details", exact: true }).click();
    await expect(page.getByRole("region", { name: "Inspector" })).toContainText(victim.name);
    const sheet = page.getByRole("tablist", { name: "Files, faults and load" });
    await sheet.getByRole("tab", { name: "Events" }).click();
    await expect(page.getByRole("list", { name: "Events, newest first" })).toContainText(
      "ScalingReplicaSet",
    );
    await sheet.getByRole("tab", { name: "YAML" }).click();
    await page.getByRole("button", { name: "kill a pod" }).click();
    await yard.waitUntil("one is killed", ({ inputs }) =>
      /delete pod/.test(inputs.at(-1)?.label ?? ""),
    );
    await yard.settled("shop", 3);
    await page.getByRole("button", { name: "Share this moment" }).click();
    await expect(page.getByRole("dialog", { name: "Share this moment" })).toBeVisible();
  });
});
