import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { withBuiltPage, type OpenedBrowser } from "./built-page.ts";
import type { Figure } from "./figure.ts";

const RUNS = 3;
const KIB = 1024;

/** How heavy the built page is before anything is clicked, and how soon it shows something, if a browser is at hand. */
export async function pageFigures(dist: string): Promise<Figure[]> {
  const index = join(dist, "index.html");
  if (!existsSync(index)) {
    console.log("page: not built, run `npm run build` first");
    return [];
  }
  const scripts = scriptsOf(readFileSync(index, "utf8"));
  const bytes = scripts.reduce(
    (sum, path) => sum + gzipSync(readFileSync(join(dist, path))).length,
    0,
  );
  const figures: Figure[] = [
    {
      name: `page: JavaScript before interaction, gzip, ${scripts.length} files`,
      value: bytes / KIB,
      unit: "KiB",
    },
  ];
  const paint = await withBuiltPage(dist, firstPaintMs);
  if (paint === undefined) {
    console.log("page: no browser found (PLAYWRIGHT_CHROMIUM names one), first paint is left out");
    return figures;
  }
  const name = "page: first contentful paint";
  return [...figures, { name, value: paint, unit: "ms", isRate: false }];
}

/** Scripts that the page loads by itself. */
function scriptsOf(html: string): string[] {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags.flatMap((tag) => {
    const path = /\b(?:src|href)="([^"]+\.js)"/.exec(tag)?.[1];
    const isLoaded = tag.startsWith("<script") || tag.includes("modulepreload");
    return path !== undefined && isLoaded ? [path.replace(/^\.?\//, "")] : [];
  });
}

async function firstPaintMs({ newPage, address }: OpenedBrowser): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const page = await newPage();
    await page.goto(address, { waitUntil: "load" });
    times.push(await page.evaluate(paintTime));
    await page.close();
  }
  return Math.min(...times);
}

/** Runs in the page. */
function paintTime(): Promise<number> {
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      const entry = list.getEntriesByName("first-contentful-paint")[0];
      if (entry) resolve(entry.startTime);
    });
    observer.observe({ type: "paint", buffered: true });
  });
}
