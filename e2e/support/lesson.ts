import { expect, type Locator, type Page } from "@playwright/test";
import { tabTo } from "./keys.ts";

const STEP_MS = 60_000;

/** The reader of an open lesson. */
export class Lesson {
  private readonly page: Page;
  private readonly steps: Locator;
  /** The question that waits for an answer. */
  readonly asked: Locator;

  constructor(page: Page) {
    this.page = page;
    this.steps = page.locator(".lesson-steps li");
    this.asked = page.locator('.predict[data-state="asked"]');
  }

  /** Presses a button that acts for the learner. */
  async act(name: string): Promise<void> {
    await this.page.locator(".lesson-chip", { hasText: name }).click();
  }

  /** The same by keys alone: Tab to the button, then Enter. */
  async actByKeys(name: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    await this.pressByKeys(this.page.locator(".lesson-chip", { hasText: name }), key);
  }

  /** Goes to a button with Tab (or back to it with Shift and Tab) and presses it with Enter. */
  async pressByKeys(button: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    await tabTo(this.page, button, key);
    await this.page.keyboard.press("Enter");
  }

  /** Chooses a speed of the clock by keys. */
  async speedByKeys(factor: "10" | "100"): Promise<void> {
    await this.pressByKeys(this.page.locator(".speeds .speed").getByText(factor, { exact: true }));
  }

  /** Waits until a step (counted from one) is the current one: those before it are done. */
  async expectStep(number: number): Promise<void> {
    await expect(this.steps.nth(number - 1)).toHaveAttribute("aria-current", "step", {
      timeout: STEP_MS,
    });
  }

  /** Waits until the lesson is solved, and the screen reader has heard of it. */
  async expectSolved(sentence: string): Promise<void> {
    await expect(this.page.getByTestId("goal-speaker")).toHaveText(sentence, { timeout: STEP_MS });
  }
}

/** Records scaling the shop as a lesson of one step. */
export async function buildLesson(page: Page): Promise<void> {
  await page.goto("?lang=en");
  await page.getByRole("tab", { name: "Lesson", exact: true }).click();
  await page.getByRole("button", { name: "Make a lesson" }).click();
  await page.getByRole("button", { name: "Record from here" }).click();
  await expect(page.getByText("Recording:")).toBeVisible();
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
}
