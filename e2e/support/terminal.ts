import { expect, type Locator, type Page } from "@playwright/test";

/** The kubectl terminal of the dock. */
export class Terminal {
  private readonly page: Page;
  private readonly host: Locator;
  /** What a screen reader hears of it: the last lines printed. */
  readonly log: Locator;

  constructor(page: Page) {
    this.page = page;
    this.host = page.locator(".xterm-host");
    this.log = page.getByRole("log", { name: "Output of the terminal" });
  }

  /** Clicks into it, as soon as it can take keys. */
  async focus(): Promise<void> {
    await expect(this.host).toHaveAttribute("data-ready", "true");
    await this.host.click();
    await expect(this.host.locator("textarea")).toBeFocused();
  }

  /** Types a line and enters it. */
  async run(line: string): Promise<void> {
    await this.focus();
    await this.type(line);
  }

  /** Types a line and enters it, wherever the focus is. */
  async type(line: string): Promise<void> {
    await this.page.keyboard.type(line);
    await this.page.keyboard.press("Enter");
  }

  /** Waits until the screen of the terminal shows this text. */
  async expectOnScreen(text: string): Promise<void> {
    await expect(this.host.locator(".xterm-rows")).toContainText(text);
  }

  /** Types a line and waits until this was printed. */
  async expectOutput(line: string, expected: string | RegExp): Promise<void> {
    await this.run(line);
    await expect(this.log).toContainText(expected);
  }
}
