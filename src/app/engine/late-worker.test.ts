import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ToWorker } from "#protocol/messages.ts";
import type { WorkerPort } from "./engine.ts";
import { LateWorker } from "./late-worker.ts";

const IDLE: ToWorker = { kind: "idle" };
const ACK: ToWorker = { kind: "ack", seq: 1 };

let paint: () => void = () => undefined;

class Observer {
  constructor(tell: (list: { getEntriesByName(name: string): unknown[] }) => void) {
    paint = () =>
      tell({ getEntriesByName: (name) => (name === "first-contentful-paint" ? [{}] : []) });
  }
  observe(): void {}
  disconnect(): void {
    paint = () => undefined;
  }
}

class Port implements WorkerPort {
  onmessage: WorkerPort["onmessage"] = null;
  onerror: WorkerPort["onerror"] = null;
  readonly received: ToWorker[] = [];
  isEnded = false;
  postMessage(message: ToWorker): void {
    this.received.push(message);
  }
  terminate(): void {
    this.isEnded = true;
  }
}

let started: Port[] = [];
const start = () => {
  const port = new Port();
  started.push(port);
  return port;
};

beforeEach(() => {
  started = [];
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("PerformanceObserver", Observer);
  vi.stubGlobal("ErrorEvent", class extends Event {});
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("the thread starts once something is painted, and gets what it was told before, in order", () => {
  const worker = new LateWorker(start);
  worker.postMessage(IDLE);
  worker.postMessage(ACK);
  expect(started).toEqual([]);
  paint();
  vi.advanceTimersByTime(0);
  worker.postMessage(IDLE);
  expect(started.map(({ received }) => received)).toEqual([[IDLE, ACK, IDLE]]);
});

test("a page that paints nothing starts it all the same, and only once", () => {
  const worker = new LateWorker(start);
  vi.advanceTimersByTime(10_000);
  paint();
  vi.advanceTimersByTime(10_000);
  expect(started).toHaveLength(1);
  worker.terminate();
  expect(started[0]?.isEnded).toBe(true);
});

test.each(["before", "just after"])("one that is ended %s the paint never starts", (when) => {
  const worker = new LateWorker(start);
  if (when === "just after") paint();
  worker.terminate();
  vi.advanceTimersByTime(10_000);
  expect(started).toEqual([]);
});

test("one that cannot start is told of as one that failed", () => {
  const worker = new LateWorker(() => {
    throw new Error("no threads here");
  });
  const heard: Event[] = [];
  worker.onerror = (event) => void heard.push(event);
  paint();
  vi.advanceTimersByTime(0);
  expect(heard).toHaveLength(1);
});
