import type { Request } from "@playwright/test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { withBuiltPage, type OpenedBrowser } from "./built-page.ts";
import type { Figure } from "./figure.ts";

const RUNS = 3;
const FOLLOWS_WITHIN_MS = 8_000;
const KB = 1000;
const AIM_KB = 250;
const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*["'`]\.\/([\w.-]+\.js)["'`]/g;
/** The first file of the worker does nothing but fetch the rest of it (`vite-plugins/lone-worker.ts`). */
const EVERY_IMPORT = /(?:\bfrom|\bimport)\s*\(?["'`]\.\/([\w.-]+\.js)["'`]/g;

/** How much JavaScript the built page fetches until its cluster lives, how much follows without anybody touching it, and how soon it shows something. */
export async function pageFigures(dist: string): Promise<Figure[]> {
  if (!existsSync(join(dist, "index.html"))) {
    console.log("page: not built, run `npm run build` first");
    return [];
  }
  const figures = await withBuiltPage(dist, async (browser) => [
    ...weightFigures(dist, await scriptsFetched(browser)),
    {
      name: "page: first contentful paint",
      value: await firstPaintMs(browser),
      unit: "ms",
      isRate: false,
    },
  ]);
  if (!figures) console.log("page: no browser found (PLAYWRIGHT_CHROMIUM names one), left out");
  return figures ?? [];
}

/** Names of scripts, by whether they were fetched before the cluster lived or after that, untouched. */
interface Fetched {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function weightFigures(dist: string, { before, after }: Fetched): Figure[] {
  const needed = withImports(dist, before);
  const isOfWorker = new Set(withImports(dist, before.filter(isWorker)));
  const kilobytes = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + gzipSync(readFileSync(scriptPath(dist, name))).length, 0) /
    KB;
  const own = needed.filter((name) => !isOfWorker.has(name));
  const later = withImports(dist, after).filter((name) => !needed.includes(name));
  const weight = (name: string, names: readonly string[]): Figure => {
    return { name: `page: JavaScript, gzip, ${name}`, value: kilobytes(names), unit: "kB" };
  };
  return [
    weight("until it lives: page", own),
    weight("until it lives: worker", [...isOfWorker]),
    { ...weight("until it lives: both", needed), aim: AIM_KB },
    weight("follows untouched", later),
    weight("all without interaction", [...needed, ...later]),
  ];
}

function isWorker(name: string): boolean {
  return name.startsWith("worker-");
}

function scriptPath(dist: string, name: string): string {
  return join(dist, "assets", name);
}

/** These scripts and all that they import in order to start. */
function withImports(dist: string, names: readonly string[]): string[] {
  const found = new Set<string>();
  const add = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    const text = readFileSync(scriptPath(dist, name), "utf8");
    const imports = text.matchAll(isWorker(name) ? EVERY_IMPORT : STATIC_IMPORT);
    for (const [, imported] of imports) if (imported !== undefined) add(imported);
  };
  names.forEach(add);
  return [...found];
}

async function scriptsFetched({ newPage, address }: OpenedBrowser): Promise<Fetched> {
  const page = await newPage();
  const requested: Request[] = [];
  page.on("request", (request) => requested.push(request));
  // The page itself notes the moment: from out here it would be seen later, by as much as the machine is busy.
  await page.addInitScript(noteWhenAlive);
  await page.goto(address, { waitUntil: "load" });
  const aliveAt = await (await page.waitForFunction(aliveAtMs)).jsonValue();
  await page.waitForTimeout(FOLLOWS_WITHIN_MS);
  const isEarly = (request: Request) => request.timing().startTime < aliveAt;
  const names = (requests: readonly Request[]) =>
    requests.flatMap((request) => /\/assets\/([\w.-]+\.js)$/.exec(request.url())?.[1] ?? []);
  const fetched = {
    before: names(requested.filter(isEarly)),
    after: names(requested.filter((request) => !isEarly(request))),
  };
  await page.close();
  return fetched;
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

/** Runs in the page: notes when the first frame of its cluster was there. */
function noteWhenAlive(): void {
  const look = () => {
    const page = window as unknown as Partial<PageDoor>;
    if (page.podyard && page.podyard.state().connection !== "starting") page.aliveAt = Date.now();
    else setTimeout(look, 0);
  };
  look();
}

/** Runs in the page. */
function aliveAtMs(): number {
  return (window as unknown as Partial<PageDoor>).aliveAt ?? 0;
}

interface PageDoor {
  aliveAt: number;
  readonly podyard: { state(): { readonly connection: string } };
}
