import type { Page } from "@playwright/test";

/** Takes down everything that live regions say, in order, as a screen reader would read it. Call before the page is opened. */
export async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const selector = '[role="status"], [role="alert"], [aria-live]:not([aria-live="off"])';
    const take = (node: Node | null) => {
      const region = (node instanceof Element ? node : node?.parentElement)?.closest(selector);
      const text = region?.textContent?.replace(/\s+/g, " ").trim() ?? "";
      if (text !== "" && heard.at(-1) !== text) heard.push(text);
    };
    new MutationObserver((changes) => changes.forEach(({ target }) => take(target))).observe(
      document,
      { subtree: true, childList: true, characterData: true },
    );
  });
  return () => page.evaluate(() => (window as unknown as { heard: string[] }).heard);
}
