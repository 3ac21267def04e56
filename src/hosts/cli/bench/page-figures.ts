import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Figure } from "./figure.ts";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const SERVER = resolve("scripts/serve.mjs");
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
  const browser = browserPath();
  if (browser === undefined) {
    console.log("page: no browser found (PLAYWRIGHT_CHROMIUM names one), first paint is left out");
    return figures;
  }
  return [
    ...figures,
    {
      name: "page: first contentful paint",
      value: await firstPaintMs(dist, browser),
      unit: "ms",
      isRate: false,
    },
  ];
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

function browserPath(): string | undefined {
  const named = process.env["PLAYWRIGHT_CHROMIUM"];
  if (named !== undefined) return existsSync(named) ? named : undefined;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders
    .flatMap((folder) => BROWSERS.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

async function firstPaintMs(dist: string, executablePath: string): Promise<number> {
  const { chromium } = await import("@playwright/test");
  const server = spawn(process.execPath, [SERVER, dist], { stdio: ["ignore", "pipe", "inherit"] });
  const browser = await chromium.launch({ executablePath });
  try {
    const address = await addressOf(server);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const page = await browser.newPage();
      await page.goto(address, { waitUntil: "load" });
      times.push(await page.evaluate(paintTime));
      await page.close();
    }
    return Math.min(...times);
  } finally {
    await browser.close();
    server.kill();
  }
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

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("exit", () => reject(new Error("the server of the page ended")));
    server.stdout?.on("data", (chunk: Buffer) => {
      const address = /http:\/\/\S+/.exec(chunk.toString())?.[0];
      if (address !== undefined) resolve(address);
    });
  });
}
