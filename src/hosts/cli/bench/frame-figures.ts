import type { CDPSession, Page } from "@playwright/test";
import type { Command } from "#protocol/messages.ts";
import type { Scenario } from "#protocol/scenario.ts";
import type { Figure } from "./figure.ts";
import { withBuiltPage } from "./built-page.ts";

const PODS = 1_000;
const WORKERS = 20;
const SETTLED_AT_MS = 90_000;
const SETTLE_WALL_MS = 1_500;
const MEASURE_WALL_MS = 6_000;
const LONGEST_WAIT_MS = 60_000;
const AIM_MS = 8;
const SPEEDS = [1, 4, 10] as const;
/** Of this share of the frames at least the time to the next one is no longer than the figure says. */
const SMOOTH_SHARE = 0.95;

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: {name: big}
spec:
  replicas: ${PODS}
  selector: {matchLabels: {app: big}}
  strategy: {rollingUpdate: {maxSurge: 10%, maxUnavailable: 0}}
  template:
    metadata: {labels: {app: big}}
    spec:
      containers:
      - name: web
        image: nginx:1.27
        resources: {requests: {cpu: 10m, memory: 16Mi}}
        readinessProbe: {httpGet: {path: /, port: 80}, periodSeconds: 5}
`;

const SCENARIO: Scenario = {
  version: 1,
  seed: 7,
  cluster: {
    controlPlanes: 3,
    workers: WORKERS,
    etcdMembers: 3,
    workerCpu: "8",
    workerMemory: "32Gi",
    startTime: "2026-03-02T09:00:00Z",
    preset: "empty",
  },
  files: [],
  journal: [],
  at: 0,
  speed: 1,
  playing: false,
  view: {},
};

/** What the page's own thread works for each frame while a tenth of many pods is being replaced, at several speeds of the clock. */
export async function frameFigures(dist: string): Promise<Figure[]> {
  const figures = await withBuiltPage(dist, async ({ address, newPage }) => {
    const found: Figure[] = [];
    for (const speed of SPEEDS) {
      const page = await newPage();
      await page.goto(address);
      found.push(...figuresOf(speed, await framesAt(page, speed)));
      await page.close();
    }
    return found;
  });
  if (!figures) console.log("page: no browser found, frame times are left out");
  return figures ?? [];
}

interface Frames {
  readonly workMs: number;
  readonly gapMs: number;
}

function figuresOf(speed: number, { workMs, gapMs }: Frames): Figure[] {
  const name = `page: ${PODS} pods, 10 % moving, ${speed}x`;
  return [
    { name: `${name}: work a frame`, value: workMs, unit: "ms", aim: AIM_MS, isRate: false },
    { name: `${name}: 95 % come within`, value: gapMs, unit: "ms" },
  ];
}

async function framesAt(page: Page, speed: number): Promise<Frames> {
  await untilReady(page, 1);
  await send(page, { type: "open", scenario: SCENARIO });
  await send(page, kubectl("apply -f -", MANIFEST));
  await send(page, { type: "seek", at: SETTLED_AT_MS });
  await untilReady(page, PODS);
  await page.waitForTimeout(SETTLE_WALL_MS);
  await send(page, kubectl("set image deployment/big web=nginx:1.28"));
  await send(page, { type: "speed", factor: speed });
  await send(page, { type: "play", on: true });
  await page.waitForTimeout(SETTLE_WALL_MS);
  const devtools = await page.context().newCDPSession(page);
  // Processor time of the thread, not wall time: other programs of the machine do not count.
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await workOf(devtools);
  const gaps = await page.evaluate(gapsBetweenFrames, MEASURE_WALL_MS);
  const worked = (await workOf(devtools)) - before;
  gaps.sort((a, b) => a - b);
  return {
    workMs: (worked * 1000) / Math.max(1, gaps.length),
    gapMs: gaps[Math.floor(gaps.length * SMOOTH_SHARE)] ?? Number.POSITIVE_INFINITY,
  };
}

async function untilReady(page: Page, count: number): Promise<void> {
  const end = performance.now() + LONGEST_WAIT_MS;
  while ((await page.evaluate(readyPods)) < count) {
    if (performance.now() > end) throw new Error(`the page never showed ${count} ready pods`);
    await page.waitForTimeout(100);
  }
}

function kubectl(line: string, stdin?: string): Command {
  return { type: "kubectl", session: 99, line, files: [], ...(stdin !== undefined && { stdin }) };
}

/** Seconds that the main thread has worked so far. */
async function workOf(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
}

/** What the page opens for measurements: the door that its buttons use, and the rows of the last frame. */
interface PageDoor {
  readonly podyard: {
    send(command: Command): Promise<unknown>;
    state(): { readonly pods: ReadonlyMap<string, { readonly ready: boolean }> };
  };
}

function send(page: Page, command: Command): Promise<unknown> {
  return page.evaluate((given) => (window as unknown as PageDoor).podyard.send(given), command);
}

/** Runs in the page: times between the frames of the screen. */
function gapsBetweenFrames(lengthMs: number): Promise<number[]> {
  return new Promise((resolve) => {
    const gaps: number[] = [];
    const begin = performance.now();
    let last = begin;
    const note = (now: number) => {
      gaps.push(now - last);
      last = now;
      if (now - begin < lengthMs) requestAnimationFrame(note);
      else resolve(gaps.slice(1));
    };
    requestAnimationFrame(note);
  });
}

/** Runs in the page: how many pods are ready; -1 before the first frame. */
function readyPods(): number {
  const door = (window as unknown as Partial<PageDoor>).podyard;
  const pods = [...(door?.state().pods.values() ?? [])];
  return pods.length === 0 ? -1 : pods.filter(({ ready }) => ready).length;
}
