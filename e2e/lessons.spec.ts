import { expect, test, type Page } from "@playwright/test";

/** Answers what is asked and presses what acts, until the lesson is over: nothing is typed. */
async function solveByChips(page: Page): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    const status = await page.evaluate(() => window.__podyard?.store.getState().lesson?.status);
    if (status === "solved") return;
    const asked = page.locator('.predict[data-state="asked"] [data-option]').first();
    const answer = page.locator('.predict[data-state="asked"] [data-predict="answer"]');
    const next = page.locator('[data-lesson="next"]:not(:disabled)');
    const chips = page.locator(".lesson-chip:not(:disabled)");
    if (await asked.isVisible()) await asked.click();
    else if (await answer.isVisible()) await answer.click();
    else if (await next.isVisible()) await next.click();
    else if ((await chips.count()) > 0) await chips.nth(press % (await chips.count())).click();
    await page.waitForTimeout(1500);
  }
  expect(await page.evaluate(() => window.__podyard?.store.getState().lesson?.status)).toBe(
    "solved",
  );
}

test("a lesson is opened from the shelf, solved by clicks alone, and remembered", async ({
  page,
}) => {
  await page.goto("?lang=en");
  await page.getByRole("tab", { name: "Lesson" }).click();
  await page.getByRole("button", { name: /The watcher/ }).click();
  await expect(page.getByRole("heading", { name: "The watcher" })).toBeVisible();
  await expect(page).toHaveURL(/lesson=L06/);
  await solveByChips(page);
  await expect(page.getByTestId("goal-speaker")).toHaveText("Solved: The watcher");
  await expect(page.getByRole("heading", { name: "Why it worked" })).toBeVisible();
  await page.getByRole("button", { name: "The watcher" }).click();
  await page.getByRole("menuitem", { name: "All lessons" }).click();
  await expect(page.locator('[data-lesson="L06"]')).toHaveAttribute("data-state", "solved");
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
  await page.goto("?lang=en");
  await page.getByRole("tab", { name: "Lesson" }).click();
  await page.getByRole("button", { name: "Make a lesson" }).click();
  await page.getByRole("button", { name: "Record from here" }).click();
  await expect(page.getByText(/^Recording/)).toBeVisible();
  await page.evaluate(() => window.__podyard?.run("scale deployment shop --replicas=5"));
  await expect
    .poll(() =>
      page.evaluate(() =>
        [...(window.__podyard?.store.getState().deployments.values() ?? [])].some(
          ({ ready }) => ready === 5,
        ),
      ),
    )
    .toBe(true);
  await page.getByRole("button", { name: "The step ends here" }).click();
  await page.getByLabel("Title (en)").fill("Make it five");
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
