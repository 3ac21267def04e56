import { expect, type Locator, type Page } from "@playwright/test";

const MOST_STOPS = 80;

/** Presses Tab (or Shift and Tab) until the focus is on this element or inside it: it must be reachable that way. */
export async function tabTo(
  page: Page,
  target: Locator,
  key: "Tab" | "Shift+Tab" = "Tab",
): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await holdsFocus(target)) return;
    await page.keyboard.press(key);
  }
  expect(await holdsFocus(target), `the ${key} key leads there`).toBe(true);
}

/** Presses a key until something is so. */
export async function pressUntil(
  page: Page,
  key: string,
  isSo: () => Promise<boolean>,
): Promise<void> {
  for (let press = 0; press < MOST_STOPS; press += 1) {
    if (await isSo()) return;
    await page.keyboard.press(key);
  }
  expect(await isSo(), `the key ${key} leads there`).toBe(true);
}

function holdsFocus(target: Locator): Promise<boolean> {
  return target.evaluateAll((elements) =>
    elements.some((element) => element.contains(document.activeElement)),
  );
}
