// Finds a Chromium for the browser tests, or installs one: prints its path, or one clear sentence and a failure.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

function onPath() {
  for (const directory of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of NAMES) {
      const path = join(directory, name);
      if (existsSync(path)) return path;
    }
  }
  return PLACES.find((place) => existsSync(place));
}

async function playwrightOwn() {
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

function tryInstall(command, args, timeoutMs) {
  return spawnSync(command, args, { stdio: "ignore", timeout: timeoutMs }).status === 0;
}

/** Path of a Chromium that can be started; installs one where nothing is found. */
export async function ensureBrowser() {
  const wanted = process.env.PLAYWRIGHT_CHROMIUM;
  if (wanted) {
    if (!existsSync(wanted))
      throw new Error(`PLAYWRIGHT_CHROMIUM names ${wanted}, which does not exist`);
    return wanted;
  }
  const found = (await playwrightOwn()) ?? onPath();
  if (found) return found;
  tryInstall("npx", ["playwright", "install", "chromium"], 120_000);
  const own = await playwrightOwn();
  if (own) return own;
  const isRoot = process.getuid?.() === 0;
  if (process.platform === "linux" && isRoot && tryInstall("apt-get", ["--version"], 5_000)) {
    tryInstall("apt-get", ["update"], 300_000);
    execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], {
      stdio: "ignore",
    });
  }
  const installed = onPath();
  if (installed) return installed;
  throw new Error(
    "No Chromium found. Install one (npx playwright install chromium, or your system's chromium package), or set PLAYWRIGHT_CHROMIUM to its path.",
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(await ensureBrowser());
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
