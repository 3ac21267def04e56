import { readFile } from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { buildLesson, Lesson } from "./support/lesson.ts";

const shareLink = async (page: Page) => {
  await page.locator('[data-action="share"]').click();
  return page.locator("#share-link").inputValue();
};

test("a link leads to a step, another names a lesson that there is not", async ({ page }) => {
  await page.goto("?lesson=L06&step=3&lang=en");
  const lesson = new Lesson(page);
  await lesson.expectStep(3);
  await expect(page.locator(".lesson-steps li").first()).toHaveAttribute("data-state", "done");
  await expect(page).toHaveURL(/lesson=L06&.*step=3/);
  await page.reload();
  await lesson.expectStep(3);
  await page.goto("?lesson=L99&lang=en");
  await expect(page.locator(".notice")).toContainText("There is no lesson L99");
  await expect(page.locator('[data-lesson="L01"]')).toBeVisible();
});

test("what was done in a lesson goes along in a shared link and out of the frame", async ({
  page,
  browser,
}) => {
  test.slow();
  await page.goto("?lesson=L04&lang=en");
  const lesson = new Lesson(page);
  await lesson.expectStep(1);
  await page.evaluate(() => window.__podyard?.run("run mine --image=nginx"));
  await page.evaluate(() => window.__podyard?.run("run web --image=nginx"));
  await lesson.expectStep(2);
  const link = await shareLink(page);
  const fresh = await browser.newContext();
  const other = await fresh.newPage();
  await other.goto(link);
  await new Lesson(other).expectStep(2);
  const names = () =>
    other.evaluate(() =>
      [...(window.__podyard?.store.getState().pods.values() ?? [])].map(({ name }) => name).sort(),
    );
  expect(await names()).toEqual(expect.arrayContaining(["mine", "web"]));

  await other.goto("?embed=1&lesson=L04&lang=en");
  await expect(other.locator(".embed-caption")).not.toBeEmpty();
  await other.evaluate(() => window.__podyard?.run("run web --image=nginx"));
  await expect
    .poll(() => other.evaluate(() => window.__podyard?.store.getState().lesson?.step), {
      timeout: 40_000,
    })
    .toBe(1);
  const [full] = await Promise.all([
    fresh.waitForEvent("page"),
    other.getByRole("button", { name: "Open in full" }).click(),
  ]);
  await new Lesson(full).expectStep(2);
  await fresh.close();
});

test("a built lesson goes away as an archive and is solved in a fresh profile; its places need it", async ({
  page,
  browser,
}) => {
  test.slow();
  await buildLesson(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator('[data-builder="save"]').click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^own-\d+-\d+\.zip$/);
  const archive = {
    name: "lesson.zip",
    mimeType: "application/zip",
    buffer: await readFile(await download.path()),
  };
  await page.getByRole("button", { name: "Try it" }).click();
  await expect(page.getByRole("heading", { name: "Make it five" })).toBeVisible();
  const place = await shareLink(page);

  const fresh = await browser.newContext();
  const other = await fresh.newPage();
  await other.goto(place);
  await expect(other.locator(".notice")).toContainText("which is not here");
  await expect(other.locator('[data-lesson="L01"]')).toBeVisible();
  await other.locator('[data-lesson="make"]').click();
  await other.getByTestId("lesson-file").setInputFiles({
    ...archive,
    buffer: Buffer.from("no zip"),
  });
  await expect(other.getByText("not a zip archive")).toBeVisible();
  await other.getByTestId("lesson-file").setInputFiles(archive);
  await expect(other.getByRole("heading", { name: "Make it five" })).toBeVisible();
  await other.evaluate(() => window.__podyard?.run("scale deployment shop --replicas=5"));
  await new Lesson(other).expectSolved("Solved: Make it five");
  await fresh.close();
});

test("progress is saved as a file and read again", async ({ page, browser }) => {
  test.slow();
  await page.goto("?lesson=L07&lang=en");
  const lesson = new Lesson(page);
  await lesson.expectStep(1);
  await lesson.act("Apply shop.yaml");
  await lesson.expectStep(2);
  await page.locator(".scenario-menu button, [aria-haspopup='menu']").first().click();
  await page.getByRole("menuitem", { name: "All lessons" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save progress as a file" }).click(),
  ]);
  const fresh = await browser.newContext();
  const other = await fresh.newPage();
  await other.goto("?lang=en");
  await other.getByRole("tab", { name: "Lesson", exact: true }).click();
  await other.getByTestId("progress-file").setInputFiles(await download.path());
  await expect(other.locator('[data-lesson="L07"]')).toHaveAttribute("data-state", "begun");
  await fresh.close();
});

test("a teacher shares a lesson from its beginning: a short link, a frame and a code for phones", async ({
  page,
}) => {
  await page.goto("?lesson=L04&step=2&lang=en");
  await expect(page.getByRole("heading", { name: "Your first Pod" })).toBeVisible();
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const link = page.getByRole("textbox", { name: "Link for pupils, from the beginning" });
  await expect(link).toHaveValue(/\/\?lesson=L04&lang=en$/);
  await expect(page.getByRole("textbox", { name: "Frame for a page of your own" })).toHaveValue(
    /^<iframe src="[^"]+\?embed=1&lesson=L04&lang=en" title="Podyard: Your first Pod"/,
  );
  await page.getByRole("button", { name: "Show as a QR code" }).click();
  const code = page.getByRole("img", { name: /^QR code of .*lesson=L04/ });
  await expect(code).toBeVisible();
  // Version 3 or 4 holds a link of this length; four modules of quiet stand on each side.
  await expect(code).toHaveAttribute("viewBox", /^0 0 (?:37|41) (?:37|41)$/);
  await page.goto(await link.inputValue());
  await expect(page.getByText("step 1 of 3")).toBeVisible();
});
