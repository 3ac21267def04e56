import { expect, test, type CDPSession, type Page } from "@playwright/test";
import { Editor } from "./support/editor.ts";
import { Terminal } from "./support/terminal.ts";
import { Yard } from "./support/yard.ts";

/** The code of a key press that an input method has taken for itself. */
const TAKEN = 229;

/** A Korean keyboard: syllables grow letter by letter under the cursor until they are done. */
class KoreanKeyboard {
  private readonly page: Page;
  private readonly devtools: CDPSession;

  private constructor(page: Page, devtools: CDPSession) {
    this.page = page;
    this.devtools = devtools;
  }

  static async on(page: Page): Promise<KoreanKeyboard> {
    return new KoreanKeyboard(page, await page.context().newCDPSession(page));
  }

  /** Leaves a syllable under the cursor as its letters are typed; the last stage is not done yet. */
  async compose(...stages: readonly string[]): Promise<void> {
    for (const text of stages) {
      await this.takenKey("rawKeyDown", "Process");
      await this.devtools.send("Input.imeSetComposition", {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
      await this.takenKey("keyUp", "Process");
    }
  }

  /** Enter, which the input method uses up to end the syllable. */
  async endByEnter(text: string): Promise<void> {
    await this.takenKey("rawKeyDown", "Enter");
    await this.devtools.send("Input.insertText", { text });
    await this.takenKey("keyUp", "Enter");
  }

  /** The next key ends the syllable. */
  async end(text: string): Promise<void> {
    await this.devtools.send("Input.insertText", { text });
  }

  private async takenKey(type: "rawKeyDown" | "keyUp", key: string): Promise<void> {
    const code = key === "Enter" ? "Enter" : "KeyR";
    const windowsVirtualKeyCode = TAKEN;
    await this.devtools.send("Input.dispatchKeyEvent", { type, key, code, windowsVirtualKeyCode });
    // Nobody types faster than the page's own timers run.
    await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  }
}

test("Hangul in the terminal: syllables stand as wide as their cells, and only an Enter of its own runs the line", async ({
  page,
}) => {
  await Yard.open(page, { address: "?lang=ko" });
  const keyboard = await KoreanKeyboard.on(page);
  const rows = page.locator(".xterm-rows");
  await expect(page.locator(".xterm-host")).toHaveAttribute("data-ready", "true");
  await page.locator(".xterm-host").click();
  await page.keyboard.type("kubectl get pod ");
  await keyboard.compose("ㄱ", "가");
  await keyboard.end("가");
  await keyboard.compose("ㄱ", "게");
  await keyboard.endByEnter("게");
  await expect(rows).toContainText("$ kubectl get pod 가게");
  await expect(rows).not.toContainText("not found");
  await page.keyboard.press("Enter");
  const refusal = 'Error from server (NotFound): pods "가게" not found';
  await expect(rows).toContainText(refusal);
  expect((await rows.textContent())?.split("kubectl get pod 가게").length).toBe(2);

  // Two cells are 1.2 em: a syllable that fills less than most of them stands alone.
  await expect
    .poll(() =>
      rows
        .locator("span", { hasText: /^[가-힣]+$/ })
        .evaluateAll((spans) =>
          Math.max(...spans.map((span) => parseFloat(getComputedStyle(span).letterSpacing) || 0)),
        ),
    )
    .toBeLessThan(2.6);
});

test("Hangul in the editor and in fields: the Enter that ends a syllable does nothing else", async ({
  page,
}) => {
  await Yard.open(page, { monaco: true });
  const keyboard = await KoreanKeyboard.on(page);
  const editor = new Editor(page);
  await editor.whenReady();
  await page.locator(".monaco-editor .view-lines").click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# ");
  await keyboard.compose("ㅈ", "자", "장");
  await keyboard.end("장");
  await keyboard.compose("ㅌ", "터");
  await keyboard.endByEnter("터");
  const text = () =>
    page.evaluate(() => window.__podyard?.store.getState().files[0]?.text.split("\n")[0] ?? "");
  await expect.poll(text).toBe("# 장터apiVersion: apps/v1");
  await page.keyboard.press("Enter");
  await expect.poll(text).toBe("# 장터");

  await page.getByRole("button", { name: "shop.yaml", exact: true }).dblclick();
  const name = page.getByRole("textbox", { name: "New name" });
  await name.fill("");
  await keyboard.compose("ㄱ", "가");
  await keyboard.endByEnter("가");
  await expect(name).toHaveValue("가");
  await page.keyboard.press("Escape");
});

test("Hangul on a phone: the field of the terminal waits for an Enter of its own", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await Yard.open(page);
  const keyboard = await KoreanKeyboard.on(page);
  await page.getByRole("tab", { name: "kubectl", exact: true }).click();
  const field = page.locator(".terminal-entry input");
  await field.fill("kubectl get pod ");
  await keyboard.compose("ㄱ", "가");
  await keyboard.endByEnter("가");
  await expect(field).toHaveValue("kubectl get pod 가");
  await page.keyboard.press("Enter");
  await expect(new Terminal(page).log).toContainText('pods "가" not found');
  await expect(field).toHaveValue("");
});

test("shortcuts work while the keyboard is left in Korean", async ({ page }) => {
  const yard = await Yard.open(page);
  await page.evaluate(() =>
    document.body.dispatchEvent(
      new KeyboardEvent("keydown", { key: "ㅍ", code: "KeyV", bubbles: true }),
    ),
  );
  await expect(page.getByRole("tree")).toBeVisible();
  expect((await yard.world()).past).toBe(false);
});
