import { expect, test, type Page } from "@playwright/test";

test.use({ viewport: { width: 1920, height: 1080 } });

const beat = (page: Page, step: number, phase: "say" | "run") =>
  expect(page.locator(".lesson-present"))
    .toHaveAttribute("data-step", String(step), {
      timeout: 120_000,
    })
    .then(() => expect(page.locator(".lesson-present")).toHaveAttribute("data-phase", phase));

/** Type on the wall that is smaller than the back row can read, of 1080 lines. */
function smallType(): readonly string[] {
  const least = 22;
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const around = node.parentElement;
    const words = node.textContent?.trim() ?? "";
    if (!around || words === "" || !around.checkVisibility()) continue;
    if (around.closest(".visually-hidden, .present-bar, script, style")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { height } = range.getBoundingClientRect();
    if (height > 0 && height < least) found.push(`${words} ${String(Math.round(height))}`);
  }
  return found;
}

test("pet and cattle on the wall, beat by beat with the arrow keys", async ({ page, context }) => {
  test.setTimeout(300_000);
  await page.goto("?lesson=L03&lang=ko&present=1");
  const captions = page.locator(".present-captions p");
  await expect(captions).toHaveText([
    "10초 뒤 양쪽에서 하나씩 쓰러집니다.",
    "After 10 seconds, one dies on each side.",
  ]);
  const notes = await context.newPage();
  await notes.goto("?notes=1&lang=ko");
  await expect(notes.getByRole("heading", { name: "펫과 캐틀" })).toBeVisible();
  await expect(notes.getByText("1 / 3")).toBeVisible();
  await page.bringToFront();
  await expect(page.locator(".world .counter")).toHaveCount(3);
  expect(await page.evaluate(smallType)).toEqual([]);

  await page.keyboard.press("ArrowRight");
  await beat(page, 0, "run");
  const ask = page.getByRole("region", { name: "내 예측" });
  await expect(ask).toBeVisible({ timeout: 60_000 });
  for (const key of ["1", "1", "2", "4"]) await page.keyboard.press(key);
  const hands = ask.locator(".ask-hands");
  await expect(hands).toHaveText(["2", "1", "0"]);
  await page.keyboard.press("Enter");
  await expect(ask).toHaveAttribute("data-told", "true", { timeout: 120_000 });
  // Hands stay to be compared with what came, and the clock stands while that is read.
  await expect(hands).toHaveText(["2", "1", "0"]);
  await expect(ask.locator('[data-right="true"]')).toContainText("왼쪽에만");
  const clock = page.locator(".present-clock time");
  const stoodAt = await clock.textContent();
  await page.waitForTimeout(1500);
  await expect(clock).toHaveText(stoodAt ?? "");
  await page.keyboard.press("Enter");
  await expect(ask).toBeHidden();
  await beat(page, 1, "say");
  await expect(notes.getByText("2 / 3")).toBeVisible();

  await page.keyboard.press("l");
  await expect(page.locator(".spotlight")).toBeVisible();
  await page.keyboard.press("b");
  await expect(page.locator(".present-blank")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page.locator(".spotlight")).toBeHidden();
  await page.keyboard.press("c");
  await expect(captions).toHaveCount(1);
  await page.keyboard.press("ArrowLeft");
  await beat(page, 0, "say");
  await expect(clock).toHaveText("00:00");
  // The other window turns the pages, too.
  await notes.getByRole("button", { name: "다음 장면" }).click();
  await beat(page, 0, "run");
});

test("a class goes from a talk into a lesson and on, and its end is the plan again", async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  await page.goto("?lang=en");
  await page.getByRole("tab", { name: "Lesson", exact: true }).click();
  await page.locator('[data-plan="first-class"]').click();
  await expect(page.getByRole("heading", { name: "The first class on Kubernetes" })).toBeVisible();
  await expect(page).toHaveURL(/plan=first-class/);
  const notes = await context.newPage();
  await notes.goto("?notes=1&lang=en");
  await page.bringToFront();
  await page.getByRole("button", { name: "From here: A helper in the same shell" }).click();
  await expect(page.locator(".lesson-present")).toHaveAttribute("data-step", "0");
  await expect(notes.getByText("A sidecar lives and dies with its pod.")).toBeVisible();
  await expect(notes.getByText("50–55 min")).toBeVisible();
  // Back from its first beat lies the part before, from the last beat of two steps the part behind.
  await page.keyboard.press("ArrowLeft");
  await expect(notes.getByText("Let somebody from the class choose which pod dies.")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.goto("?plan=first-class&lang=en");
  await page.getByRole("button", { name: "From here: Three workers inside a node" }).click();
  await expect(page.locator(".node-parts")).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await beat(page, 1, "say");
  await page.keyboard.press("ArrowRight");
  await expect(notes.getByText("A Service is a question about labels")).toBeVisible();
  await page.goto("?plan=first-class&lang=en");
  await page.getByRole("button", { name: "From here: From a commit to a pod" }).click();
  await expect(page.locator(".talk-lines li")).toHaveCount(3);
  await expect(page.locator(".talk-other").first()).toHaveAttribute("lang", "ko");
});
