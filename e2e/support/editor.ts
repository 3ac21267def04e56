import { expect, type Locator, type Page } from "@playwright/test";

/** The code editor of the files panel. */
export class Editor {
  private readonly page: Page;
  /** The problems below the text, each a button that goes to its place. */
  readonly problems: Locator;

  constructor(page: Page) {
    this.page = page;
    this.problems = page.getByRole("list", { name: "Problems in this file" }).getByRole("listitem");
  }

  /** Waits until Monaco has taken the plain field's place. */
  async whenReady(): Promise<void> {
    await expect(this.page.locator(".code-editor")).toHaveAttribute("data-ready", "true");
  }

  /** Opens another file by its tab. */
  async open(name: string): Promise<void> {
    const files = this.page.getByRole("group", { name: "Files" });
    await files.getByRole("button", { name, exact: true }).click();
    await this.whenReady();
  }

  /** Puts the whole text in by pasting it, as a person with a manifest on the clipboard does. */
  async paste(text: string): Promise<void> {
    await this.page.locator(".monaco-editor .view-lines").click();
    await this.replaceAll(text);
  }

  /** Replaces everything in the focused editor from the clipboard, by keys alone. */
  async replaceAll(text: string): Promise<void> {
    await this.page.evaluate((content) => navigator.clipboard.writeText(content), text);
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.press("Control+v");
  }

  /** Applies the open file with the button. */
  async apply(): Promise<void> {
    await this.page.getByRole("button", { name: "Apply", exact: true }).click();
  }

  /** Waits until the problems are these, each as `line:column` and a part of its sentence. */
  async expectProblems(expected: readonly (string | RegExp)[]): Promise<void> {
    await expect(this.problems).toHaveText([...expected]);
  }

  /** Waits until the file stands as applied. */
  async expectApplied(): Promise<void> {
    await expect(this.page.locator(".files-state")).toHaveText(/Applied at/);
  }
}
