// Runs everything: check, unit tests, vectors, recordings, build, browser journeys. Ends with `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { ensureBrowser } from "./ensure-browser.mjs";
import { ensureKubectl } from "./ensure-kubectl.mjs";

const work = mkdtempSync(join(tmpdir(), "podyard-test-"));
/** Programs, sockets and browsers run in real time, and a machine may stop for seconds: what fails is tried once more, and told. */
const TRY_AGAIN = ["--retry.count=1"];
let passed = 0;
let failed = 0;
/** What failed, told once more at the end, where a long log is read first. */
const failures = [];

function note(name, result) {
  passed += result.passed;
  failed += result.failed;
  console.log(`\n== ${name}: ${result.passed} passed, ${result.failed} failed`);
}

function run(command, args, env = {}) {
  return (
    spawnSync(command, args, {
      stdio: "inherit",
      env: { ...process.env, ...env },
      shell: process.platform === "win32",
    }).status ?? 1
  );
}

/** A step that is one pass or one failure. */
function step(name, command, args) {
  const status = run(command, args);
  if (status !== 0) failures.push(name);
  note(name, { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 });
}

function json(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** A run of Vitest, counted test by test. */
function vitest(name, args) {
  const path = join(work, `${name.replace(/\W+/g, "-")}.json`);
  const status = run("npx", [
    "vitest",
    "run",
    ...args,
    ...TRY_AGAIN,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${path}`,
  ]);
  const report = json(path);
  const broken = status !== 0 && (report?.numFailedTests ?? 0) === 0 ? 1 : 0;
  if (broken) failures.push(`${name}: ended with ${status}`);
  for (const { name: file, assertionResults } of report?.testResults ?? [])
    for (const { fullName, status: outcome, failureMessages } of assertionResults) {
      if (failureMessages.length === 0) continue;
      const title = `${relative(process.cwd(), file)}: ${fullName}`;
      if (outcome === "failed") failures.push([title, ...failureMessages].join("\n"));
      else tellFlaky([title, ...failureMessages].join("\n"));
    }
  note(name, {
    passed: report?.numPassedTests ?? 0,
    failed: (report?.numFailedTests ?? 0) + broken,
  });
}

function realClients() {
  const { reason } = ensureKubectl();
  if (reason !== undefined) {
    console.log(`\n== real kubectl and helm left out: ${reason}`);
    return;
  }
  vitest("real kubectl, helm and client library", ["--config", "e2e/kubectl/vitest.config.ts"]);
}

async function browserTests() {
  if (process.env.SKIP_BROWSER === "1") {
    console.log("\n== browser journeys left out on purpose (SKIP_BROWSER=1)");
    return;
  }
  const path = join(work, "playwright.json");
  const executable = await ensureBrowser();
  const status = run("npx", ["playwright", "test", "--retries=1", "--reporter=list,json"], {
    PLAYWRIGHT_CHROMIUM: executable,
    PLAYWRIGHT_JSON_OUTPUT_NAME: path,
  });
  const report = json(path);
  const stats = report?.stats;
  for (const title of namesOf(report?.suites ?? [], "flaky")) tellFlaky(title);
  const broken = status !== 0 && (stats?.unexpected ?? 0) === 0 ? 1 : 0;
  if (broken) failures.push(`browser journeys: ended with ${status}`);
  failures.push(...namesOf(report?.suites ?? [], "unexpected"));
  note("browser journeys", {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: (stats?.unexpected ?? 0) + broken,
  });
}

/** What failed first and passed on a second try counts as passed, but is never passed over in silence. */
function tellFlaky(title) {
  console.log(`\n== flaky, passed only when tried again: ${title}`);
}

/** The journeys with an outcome. */
function namesOf(suites, outcome) {
  return suites.flatMap(({ title, suites: inner = [], specs = [] }) => [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === outcome))
      .map((spec) => `${title}: ${spec.title}`),
    ...namesOf(inner, outcome),
  ]);
}

step("check", "npm", ["run", "--silent", "check"]);
vitest("unit tests", []);
step("vectors", "npm", ["run", "--silent", "vectors"]);
step("build", "npm", ["run", "--silent", "build"]);
realClients();
await browserTests();
rmSync(work, { recursive: true, force: true });
for (const failure of failures) console.log(`\n== failed: ${failure}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
