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

/** How much JavaScript the built page fetches until its cluster is drawn and can be clicked, until its clock ticks, how much follows without anybody touching it, and how soon it shows something. */
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

/** Names of scripts, by when they were fetched. */
interface Fetched {
  /** Before the cluster was drawn. */
  readonly first: readonly string[];
  /** Before its thread had spoken. */
  readonly before: readonly string[];
  /** After that, untouched. */
  readonly after: readonly string[];
}

function weightFigures(dist: string, { first, before, after }: Fetched): Figure[] {
  const needed = withImports(dist, before);
  const kilobytes = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + gzipSync(readFileSync(scriptPath(dist, name))).length, 0) /
    KB;
  const later = withImports(dist, after).filter((name) => !needed.includes(name));
  const weight = (name: string, names: readonly string[]): Figure => {
    return { name: `page: JavaScript, gzip, ${name}`, value: kilobytes(names), unit: "kB" };
  };
  return [
    { ...weight("until it is drawn", withImports(dist, first)), aim: AIM_KB },
    weight("until its clock ticks", needed),
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
  await page.addInitScript(noteMoments);
  await page.goto(address, { waitUntil: "load" });
  await page.waitForFunction(() => (window as unknown as PageDoor).aliveAt !== undefined);
  const { drawnAt, aliveAt } = await page.evaluate(momentsOf);
  await page.waitForTimeout(FOLLOWS_WITHIN_MS);
  const isBefore = (moment: number) => (request: Request) => request.timing().startTime < moment;
  const names = (requests: readonly Request[]) =>
    requests.flatMap((request) => /\/assets\/([\w.-]+\.js)$/.exec(request.url())?.[1] ?? []);
  const fetched = {
    first: names(requested.filter(isBefore(drawnAt))),
    before: names(requested.filter(isBefore(aliveAt))),
    after: names(requested.filter((request) => !isBefore(aliveAt)(request))),
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

/** Runs in the page: notes when it had painted its cluster, and when the thread's first frame was there. */
function noteMoments(): void {
  const page = window as unknown as Partial<PageDoor>;
  const look = () => {
    const { nodes, connection } = page.podyard?.state() ?? {};
    const isDrawn = nodes !== undefined && nodes.size > 0 && document.querySelector("canvas");
    const [painted] = performance.getEntriesByName("first-contentful-paint");
    if (isDrawn && painted) page.drawnAt ??= performance.timeOrigin + painted.startTime;
    if (page.drawnAt !== undefined && connection !== "starting") page.aliveAt = Date.now();
    else setTimeout(look, 0);
  };
  look();
}

/** Runs in the page. */
function momentsOf(): { readonly drawnAt: number; readonly aliveAt: number } {
  const { drawnAt, aliveAt } = window as unknown as PageDoor;
  return { drawnAt, aliveAt };
}

interface PageDoor {
  drawnAt: number;
  aliveAt: number;
  readonly podyard: {
    state(): { readonly connection: string; readonly nodes: ReadonlyMap<string, unknown> };
  };
}
