import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import type { Page } from "@playwright/test";

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const SERVER = resolve("scripts/serve.mjs");
/** As the browser journeys start it, and never put to sleep because no window shows it. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-renderer-backgrounding",
  "--disable-backgrounding-occluded-windows",
];

/** Opens one blank page after another in the same browser. */
export interface OpenedBrowser {
  /** Where the built page is served. */
  readonly address: string;
  newPage(): Promise<Page>;
}

/** Serves the built page and starts a browser for as long as something runs; undefined when there is no browser. */
export async function withBuiltPage<T>(
  dist: string,
  run: (browser: OpenedBrowser) => Promise<T>,
): Promise<T | undefined> {
  const executablePath = browserPath();
  if (executablePath === undefined) return undefined;
  const { chromium } = await import("@playwright/test");
  const server = spawn(process.execPath, [SERVER, dist], { stdio: ["ignore", "pipe", "inherit"] });
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    const address = await addressOf(server);
    const viewport = { width: 1440, height: 900 };
    return await run({
      address,
      newPage: () => browser.newPage({ viewport, serviceWorkers: "block" }),
    });
  } finally {
    await browser.close();
    server.kill();
  }
}

function browserPath(): string | undefined {
  const named = process.env["PLAYWRIGHT_CHROMIUM"];
  if (named !== undefined) return existsSync(named) ? named : undefined;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders
    .flatMap((folder) => BROWSERS.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
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
