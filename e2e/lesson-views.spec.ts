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
