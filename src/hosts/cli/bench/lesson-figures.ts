import type { Page } from "@playwright/test";
import { withBuiltPage, type OpenedBrowser } from "./built-page.ts";
import type { Figure } from "./figure.ts";

/** Other programs of the machine only ever make it slower: the quickest of these rounds counts. */
const ROUNDS = 3;
const LOADED_WALL_MS = 2_000;
const AIM_MS = 300;
/** From the pointer's arrival on a card, or the focus, to the click: a quick hand. */
const DWELL_MS = 100;

/** How long it takes from a click on the shelf to the first step beside its painted cluster: each lesson as the first one of a loaded page, and the slowest of them counts. */
export async function lessonFigures(dist: string): Promise<Figure[]> {
  const opened = await withBuiltPage(dist, async (browser) => {
    const found: { readonly id: string; readonly ms: number }[] = [];
    for (const id of await lessonIds(browser)) found.push({ id, ms: await openMs(browser, id) });
    return found;
  });
  if (!opened) {
    console.log("lessons: no browser found, the time to open them is left out");
    return [];
  }
  const [slowest] = [...opened].sort((a, b) => b.ms - a.ms);
  if (!slowest) return [];
  const mean = opened.reduce((sum, { ms }) => sum + ms, 0) / opened.length;
  return [
    {
      name: `lessons: click to first step, slowest (${slowest.id})`,
      value: slowest.ms,
      unit: "ms",
      aim: AIM_MS,
      isRate: false,
    },
    {
      name: `lessons: click to first step, mean of ${opened.length}`,
      value: mean,
      unit: "ms",
      isRate: false,
    },
  ];
}

/** The lessons on the shelf. */
async function lessonIds({ newPage, address }: OpenedBrowser): Promise<readonly string[]> {
  const page = await newPage();
  await page.goto(address);
  await toShelf(page);
  const ids = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".shelf-card[data-lesson]")].map(
      ({ dataset }) => dataset["lesson"] ?? "",
    ),
  );
  await page.close();
  return ids;
}

async function toShelf(page: Page): Promise<void> {
  await page.locator("#mode-tab-lesson").click();
  await page.locator(".shelf-card[data-lesson]").first().waitFor();
}

async function openMs({ newPage, address }: OpenedBrowser, id: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const page = await newPage();
    await page.goto(`${address}?lang=ko`);
    await page.waitForTimeout(LOADED_WALL_MS);
    times.push(await firstStepMs(page, id));
    await page.close();
  }
  return Math.min(...times);
}

async function firstStepMs(page: Page, id: string): Promise<number> {
  await toShelf(page);
  await page.waitForTimeout(LOADED_WALL_MS);
  return page.evaluate(clickToPaint, { id, dwellMs: DWELL_MS });
}

interface PageWindow {
  readonly podyard: {
    state(): {
      readonly lesson: { readonly id: string } | null;
      readonly nodes: ReadonlyMap<string, unknown>;
    };
  };
}

/** Runs in the page: the time until step and cluster have been painted. Whoever clicks a card has pointed at it a moment before, by hand or by key. */
async function clickToPaint({ id, dwellMs }: { id: string; dwellMs: number }): Promise<number> {
  const { podyard } = window as unknown as PageWindow;
  const card = document.querySelector<HTMLElement>(`[data-lesson="${id}"]`);
  card?.focus();
  await new Promise((resolve) => setTimeout(resolve, dwellMs));
  const begin = performance.now();
  card?.click();
  return new Promise((done) => {
    const look = () => {
      const { lesson, nodes } = podyard.state();
      const isThere =
        lesson?.id === id &&
        nodes.size > 0 &&
        document.querySelector(".lesson-say") !== null &&
        document.querySelector(".stage canvas, .world, .eras") !== null;
      if (!isThere) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
    };
    look();
  });
}
