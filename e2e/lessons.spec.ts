import { expect, test } from "@playwright/test";
import { buildLesson, Lesson } from "./support/lesson.ts";

test("a lesson is opened from the shelf, solved by clicks alone, and remembered", async ({
  page,
}) => {
  await page.goto("?lang=en");
  await page.getByRole("tab", { name: "Lesson" }).click();
  await page.getByRole("button", { name: /The watcher/ }).click();
  await expect(page.getByRole("heading", { name: "The watcher" })).toBeVisible();
  await expect(page).toHaveURL(/lesson=L06/);
  const lesson = new Lesson(page);
  await lesson.act("Apply web.yaml");
  await lesson.expectStep(2);
  await lesson.act("Delete one pod");
  await lesson.asked.locator('[data-option="itself"]').click({ timeout: 40_000 });
  await lesson.expectStep(3);
  await lesson.act("Delete two pods");
  await lesson.expectStep(4);
  await lesson.act("Relabel one pod");
  await lesson.asked.locator('[data-predict="answer"]').click({ timeout: 40_000 });
  await lesson.expectSolved("Solved: The watcher");
  await expect(page.getByRole("heading", { name: "Why it worked" })).toBeVisible();
  await page.getByRole("button", { name: "The watcher" }).click();
  await page.getByRole("menuitem", { name: "All lessons" }).click();
  await expect(page.locator('[data-lesson="L06"]')).toHaveAttribute("data-state", "solved");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("three mistakes in a file are mended by touching chips alone", async ({ page }) => {
    test.slow();
    await page.goto("?lesson=L07&lang=ko");
    const lesson = new Lesson(page);
    await lesson.expectStep(1);
    await lesson.act("shop.yaml 적용하기");
    await lesson.expectStep(2);
    for (const chip of ["탭을 공백으로", "17번째 줄 들여쓰기", "replica를 replicas로"])
      await lesson.act(chip);
    await lesson.act("shop.yaml 적용하기");
    await lesson.expectStep(3);
    await lesson.act("4로 고치기");
    await lesson.act("shop.yaml 적용하기");
    await lesson.expectStep(4);
    await lesson.act("shop.yaml 적용하기");
    await lesson.expectSolved("레슨을 풀었습니다: YAML, 탭과 공백");
  });
});

test("pet and cattle in Korean, by keys alone", async ({ page }) => {
  test.slow();
  await page.goto("?lesson=L03&lang=ko");
  const lesson = new Lesson(page);
  await lesson.expectStep(1);
  await page.keyboard.press("Space");
  await expect(lesson.asked).toBeVisible({ timeout: 40_000 });
  await lesson.pressByKeys(lesson.asked.locator('[data-option="left"]'));
  await lesson.speedByKeys("10");
  await lesson.expectStep(2);
  await lesson.actByKeys("파드 두 개 삭제");
  await lesson.expectStep(3);
  await lesson.speedByKeys("100");
  await lesson.expectSolved("레슨을 풀었습니다: 펫과 캐틀");
});

test("one by one in Korean, by keys alone", async ({ page }) => {
  test.slow();
  await page.goto("?lesson=L10&lang=ko");
  const lesson = new Lesson(page);
  await lesson.expectStep(1);
  await lesson.actByKeys("v2 내보내기");
  await expect(lesson.asked).toBeVisible({ timeout: 40_000 });
  await lesson.pressByKeys(lesson.asked.locator('[data-predict="answer"]'), "Shift+Tab");
  await lesson.speedByKeys("10");
  await lesson.expectStep(2);
  await lesson.actByKeys("둘 다 0으로", "Shift+Tab");
  await lesson.expectStep(3);
  await lesson.actByKeys("하나 더, 빠짐없이");
  await lesson.actByKeys("v3 내보내기");
  await lesson.expectSolved("레슨을 풀었습니다: 하나씩 롤아웃");
});

test("two worlds stand side by side, and the question stops their clock", async ({ page }) => {
  await page.goto("?lesson=L03&lang=ko&theme=light");
  await expect(page.getByRole("heading", { name: "펫과 캐틀" })).toBeVisible();
  await expect(page.locator(".herd-pod")).toHaveCount(6);
  await page.keyboard.press("Space");
  const asked = page.locator('.predict[data-state="asked"]');
  await expect(asked).toBeVisible({ timeout: 40_000 });
  await asked.getByRole("button", { name: "왼쪽에만" }).click();
  await expect(page.locator('.world[data-figure="pet"] .world-state')).toHaveText("멈춤", {
    timeout: 60_000,
  });
});

test("a lesson built of what was done opens by its link in a fresh profile and can be solved", async ({
  page,
  browser,
}) => {
  await buildLesson(page);
  await page.getByRole("button", { name: "Link", exact: true }).click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  const fresh = await browser.newContext();
  const other = await fresh.newPage();
  await other.goto(link);
  await expect(other.getByRole("heading", { name: "Make it five" })).toBeVisible();
  await other.evaluate(() => window.__podyard?.run("scale deployment shop --replicas=5"));
  await expect
    .poll(() => other.evaluate(() => window.__podyard?.store.getState().lesson?.status), {
      timeout: 40_000,
    })
    .toBe("solved");
  await fresh.close();
});
