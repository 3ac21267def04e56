import { expect, type Locator, type Page } from "@playwright/test";
import { Lesson } from "./lesson.ts";

const MOST_STOPS = 40;

/** One thing that a learner does without a mouse. */
export type Move =
  /** The button of the lesson that acts for one. */
  | { readonly chip: string }
  /** All hints, then the nth line of the solution put into the prompt, then Enter. */
  | { readonly line: number }
  /** A line of the list view, by how it begins. */
  | { readonly list: string }
  /** Any button of the page. */
  | { readonly press: string; readonly times?: number }
  /** The tab after the one that is chosen. */
  | { readonly nextTab: string }
  | { readonly answer: string }
  | { readonly guess: string }
  | { readonly node: string };

/** Plays a lesson with the keyboard alone, as the reader's buttons, hints and questions allow. */
export class KeyPlayer {
  private readonly page: Page;
  private readonly lesson: Lesson;

  constructor(page: Page) {
    this.page = page;
    this.lesson = new Lesson(page);
  }

  /** What the learner chose stays, also while a prediction is awaited. */
  async speedUpTo(wanted: 10 | 100): Promise<void> {
    const speed = () => this.page.evaluate(() => window.__podyard?.store.getState().speed ?? 0);
    for (let now = await speed(); now < wanted; now = await speed()) {
      const before = now;
      await this.page.keyboard.press("]");
      await expect.poll(speed, { intervals: [30] }).toBeGreaterThan(before);
    }
  }

  async make(move: Move): Promise<void> {
    if ("chip" in move) await this.pressInLesson(`[data-chip="${move.chip}"]`);
    else if ("line" in move) await this.typeLine(move.line);
    else if ("list" in move) await this.choose(move.list);
    else if ("nextTab" in move) await this.toNextTab(move.nextTab);
    else if ("answer" in move) await this.answer(move.answer);
    else if ("guess" in move) await this.guess(move.guess);
    else if ("node" in move) await this.guessNode(move.node);
    else await this.press(move.press, move.times);
  }

  private async press(selector: string, times = 1): Promise<void> {
    await this.goTo(this.page.locator(selector).first());
    for (let time = 0; time < times; time += 1) await this.page.keyboard.press("Enter");
  }

  /** `l` leads to the text of the step from wherever one is; what belongs to it follows. */
  private async pressInLesson(selector: string): Promise<void> {
    await this.page.keyboard.press("l");
    await expect(this.page.locator("[data-lesson-text]")).toBeFocused();
    await this.press(selector);
  }

  /** Tab, or Shift and Tab when it lies behind, as often as there are stops between; `l` where nothing has the focus. */
  private async goTo(target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      const from = await target.evaluate((element) => {
        const focused = document.activeElement ?? document.body;
        const stops = [
          ...document.querySelectorAll<HTMLElement>(
            "a[href], button:enabled, input:enabled, select, textarea, [tabindex='0']",
          ),
        ].filter((each) => each.tabIndex >= 0 && each.offsetParent !== null);
        const place = (of: Element) =>
          stops.filter(
            (each) => of.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING,
          ).length;
        const isAfter = element.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING;
        return {
          isThere: element.contains(focused),
          isNowhere: focused === document.body || focused.closest(".xterm") !== null,
          isBehind: isAfter !== 0,
          between: Math.abs(place(element) - place(focused)),
        };
      });
      if (from.isThere) return;
      if (from.isNowhere) {
        await this.page.keyboard.press("Escape");
        await this.page.keyboard.press("l");
        await expect(this.page.locator("[data-lesson-text]")).toBeFocused();
        continue;
      }
      // One less than there seem to be: the last press is looked at by itself.
      for (let press = 0; press < Math.max(1, from.between - 1); press += 1)
        await this.page.keyboard.press(from.isBehind ? "Shift+Tab" : "Tab");
    }
    await expect(target, "the Tab key leads there").toBeFocused();
  }

  private async typeLine(place: number): Promise<void> {
    const { page } = this;
    await this.pressInLesson('[data-lesson="hint"]');
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    const line = page.locator(".lesson-line").nth(place);
    await expect(line).toBeVisible();
    expect(await line.textContent()).not.toMatch(/[{}]pod/);
    await this.goTo(line);
    await page.keyboard.press("Enter");
    await expect(page.locator(".xterm-host textarea")).toBeFocused();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
  }

  /** `v` leads into the list of the cluster, arrow keys to the line, and `v` out of it. */
  private async choose(name: string): Promise<void> {
    const { page } = this;
    await page.keyboard.press("v");
    const lines = page.getByRole("treeitem");
    await expect(page.locator("[role=treeitem]:focus")).toHaveCount(1);
    await page.keyboard.press("Home");
    const texts = await lines.allTextContents();
    const place = texts.findIndex((text) => text.replace(/^\W/, "").startsWith(name));
    for (let line = 0; line < place; line += 1) await page.keyboard.press("ArrowDown");
    await expect(lines.nth(place)).toBeFocused();
    await page.keyboard.press("Enter");
    await page.keyboard.press("v");
    await expect(page.getByTestId("stage")).toBeFocused();
  }

  private async toNextTab(list: string): Promise<void> {
    await this.goTo(this.page.locator(`${list} [aria-selected="true"]`));
    await this.page.keyboard.press("ArrowRight");
  }

  private async answer(option: string): Promise<void> {
    await expect(this.lesson.asked).toBeVisible({ timeout: 40_000 });
    await this.pressInLesson(`.predict [data-option="${option}"]`);
  }

  private async guess(value: string): Promise<void> {
    await expect(this.lesson.asked).toBeVisible({ timeout: 40_000 });
    await this.page.keyboard.press("l");
    await this.goTo(this.lesson.asked.locator('input[type="number"]'));
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.type(value);
    await this.page.keyboard.press("Enter");
  }

  private async guessNode(node: string): Promise<void> {
    await this.answer(node);
    await this.press('[data-predict="answer"]');
  }
}
