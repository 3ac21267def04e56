import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { Lesson } from "./support/lesson.ts";

/** Every rule that axe has for WCAG 2.2 A and AA, and its best practices. */
async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) =>
      [id, help, target.join(" "), failureSummary ?? ""].join(" · "),
    ),
  );
  expect(told).toEqual([]);
}

for (const theme of ["light", "dark"] as const) {
  test.describe(`axe finds nothing, ${theme}`, () => {
    test("on the shelf and on the page of a class plan", async ({ page }) => {
      await page.goto(`?lang=ko&theme=${theme}`);
      await page.getByRole("tab", { name: "레슨", exact: true }).click();
      await expect(page.locator('[data-plan="first-class"]')).toBeVisible();
      await expectNoViolations(page);
      await page.locator('[data-plan="first-class"]').click();
      await expect(page.getByRole("heading", { name: "쿠버네티스 첫 수업" })).toBeVisible();
      await expectNoViolations(page);
    });

    test("in the reader with hints, a question, its answer and the debrief", async ({ page }) => {
      test.slow();
      await page.goto(`?lesson=L04&lang=ko&theme=${theme}`);
      const lesson = new Lesson(page);
      await lesson.expectStep(1);
      for (let shown = 0; shown < 3; shown += 1) await page.locator('[data-lesson="hint"]').click();
      await expect(page.locator(".lesson-line").first()).toBeVisible();
      await expectNoViolations(page);
      await page.goto(`?lesson=L06&step=2&lang=ko&theme=${theme}`);
      await lesson.expectStep(2);
      await lesson.act("하나 삭제");
      await expect(lesson.asked).toBeVisible({ timeout: 40_000 });
      await expectNoViolations(page);
      await lesson.asked.locator('[data-option="itself"]').click();
      await expect(page.locator('.predict[data-state="told"]')).toBeVisible({ timeout: 40_000 });
      await expectNoViolations(page);
      await page.goto(`?lesson=L01&step=4&lang=ko&theme=${theme}`);
      await lesson.expectStep(4);
      await lesson.act("여섯 개로 늘리기");
      await expect(page.locator("#lesson-debrief")).toBeVisible({ timeout: 40_000 });
      await expectNoViolations(page);
    });

    test("in worlds, eras, the open node and the stamps", async ({ page }) => {
      test.slow();
      for (const [id, picture] of [
        ["L03", ".worlds"],
        ["L02", ".eras"],
        ["L08", ".node-parts"],
        ["L12", ".template"],
      ] as const) {
        await page.goto(`?lesson=${id}&lang=ko&theme=${theme}`);
        await expect(page.locator(picture)).toBeVisible();
        await new Lesson(page).expectStep(1);
        await expectNoViolations(page);
      }
    });

    test("in the builder and in the frame", async ({ page }) => {
      await page.goto(`?lang=ko&theme=${theme}`);
      await page.getByRole("tab", { name: "레슨", exact: true }).click();
      await page.locator('[data-lesson="make"]').click();
      await expectNoViolations(page);
      await page.locator('[data-builder="begin"]').click();
      await expect(page.locator(".builder-record")).toBeVisible();
      await expectNoViolations(page);
      await page.goto(`?embed=1&lesson=L04&lang=ko&theme=${theme}`);
      await expect(page.locator(".embed-caption")).not.toBeEmpty();
      await expectNoViolations(page);
    });
  });
}

test("axe finds nothing on the wall, nor in the notes window", async ({ page, context }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto("?plan=first-class&lang=ko");
  const notes = await context.newPage();
  await notes.goto("?notes=1&lang=ko");
  await page.bringToFront();
  await page.locator('[data-plan="begin"]').click();
  await expect(page.locator(".talk-lines li")).toHaveCount(3);
  await expectNoViolations(page);
  await expect(notes.getByText("1 / 16")).toBeVisible();
  await expectNoViolations(notes);
});

/** How far a part of the page reaches below what shows it, in px. */
const hiddenBelow = (page: Page, part: string, frame: string) =>
  page.evaluate(
    ([inner, outer]) => {
      const bottomOf = (selector = "") =>
        Math.max(
          ...[...document.querySelectorAll(selector)].map((each) => {
            return each.getBoundingClientRect().bottom;
          }),
        );
      return Math.max(0, Math.round(bottomOf(inner) - bottomOf(outer)));
    },
    [part, frame],
  );

test("both clusters of a lesson are seen whole down to etcd", async ({ page }) => {
  await page.goto("?lesson=L33&lang=en");
  await expect(page.locator(".world-stage .etcd")).toHaveCount(2);
  await expect.poll(() => hiddenBelow(page, ".world .etcd", ".world .stage-field")).toBe(0);
  expect(await hiddenBelow(page, ".world .curve", ".worlds")).toBe(0);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  for (const language of ["en", "ko"])
    test(`the rows that L01 speaks of are there to be tapped, ${language}`, async ({ page }) => {
      await page.goto(`?lesson=L01&lang=${language}`);
      const chip = page.locator('[data-chip="look"]');
      await expect(chip).toBeInViewport({ ratio: 1 });
      await expect.poll(() => hiddenBelow(page, ".etcd", ".stage-field")).toBe(0);
      expect(await hiddenBelow(page, '[data-chip="look"]', ".lesson-scroll")).toBe(0);
      await page.locator(".master", { hasText: "master-2" }).tap();
      await expect(page.locator('.predict[data-state="asked"]')).toBeVisible();
      await page.locator('[data-option="workers"]').tap();
      await page
        .locator(".worker")
        .nth(1)
        .tap({ position: { x: 60, y: 14 } });
      await page.locator(".etcd", { hasText: "etcd-3" }).tap();
      await expect(page.locator('[data-chip="six"]')).toBeVisible();
    });
});
