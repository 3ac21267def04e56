import { defineConfig, devices } from "@playwright/test";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const executablePath = process.env["PLAYWRIGHT_CHROMIUM"];
/** Another port lets two checkouts run their journeys side by side. */
const PORT = Number(process.env["PODYARD_E2E_PORT"] ?? 4391);

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  fullyParallel: true,
  workers: 2,
  retries: process.env["CI"] ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    baseURL: `http://127.0.0.1:${PORT}/`,
    launchOptions: { args: FLAGS, ...(executablePath && { executablePath }) },
    serviceWorkers: "block",
    trace: process.env["CI"] ? "on-first-retry" : "retain-on-failure",
  },
  webServer: {
    command: "node scripts/serve.mjs",
    env: { PORT: String(PORT) },
    url: `http://127.0.0.1:${PORT}/`,
    reuseExistingServer: !process.env["CI"],
  },
});
