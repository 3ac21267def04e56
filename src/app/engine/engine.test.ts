import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FromWorker, ToWorker } from "#protocol/messages.ts";
import type { Scenario } from "#protocol/scenario.ts";
import { freshScenario } from "#protocol/starter.ts";
import { WorkerEngine, type EngineListeners, type WorkerPort } from "./engine.ts";

/** A worker that answers everything, until it is told to be silent. */
class FakeWorker implements WorkerPort {
  onmessage: WorkerPort["onmessage"] = null;
  onerror: WorkerPort["onerror"] = null;
  readonly received: ToWorker[] = [];
  silent = false;
  terminated = false;

  postMessage(message: ToWorker): void {
    this.received.push(message);
    if (this.silent || message.kind !== "command") return;
    const value = message.command.type === "save" ? { ...freshScenario("shop"), at: 42_000 } : null;
    queueMicrotask(() => this.say({ kind: "reply", id: message.id, value }));
  }

  terminate(): void {
    this.terminated = true;
  }

  say(message: FromWorker): void {
    this.onmessage?.({ data: message } as MessageEvent<FromWorker>);
  }

  get opened(): readonly Scenario[] {
    return this.received.flatMap((message) =>
      message.kind === "command" && message.command.type === "open"
        ? [message.command.scenario]
        : [],
    );
  }
}

let workers: FakeWorker[] = [];
const heard: string[] = [];
const listeners: EngineListeners = {
  onFrame: ({ seq }) => heard.push(`frame ${seq}`),
  onOutput: (session, stream, text) => heard.push(`${stream} ${session} ${text}`),
  onSaved: () => undefined,
  onLost: ({ at }) => heard.push(`lost ${at}`),
  onRecovered: ({ at }) => heard.push(`recovered ${at}`),
  onGivenUp: () => heard.push("given up"),
};

function start(): WorkerEngine {
  return new WorkerEngine(freshScenario("shop"), listeners, () => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
}

beforeEach(() => {
  workers = [];
  heard.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("document", { hidden: false });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("frames are acknowledged and output is passed on", async () => {
  const engine = start();
  workers[0]?.say({ kind: "frame", frame: { seq: 7 } as never });
  workers[0]?.say({ kind: "output", session: 1, stream: "stdout", text: "hi" });
  expect(heard).toEqual(["frame 7", "stdout 1 hi"]);
  expect(workers[0]?.received).toContainEqual({ kind: "ack", seq: 7 });
  engine.close();
});

test("the rest of the program may come once the first picture is on the page, and is asked for once", async () => {
  const engine = start();
  const idle = () => workers[0]?.received.filter(({ kind }) => kind === "idle").length;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(idle()).toBe(0);
  for (const seq of [1, 2]) workers[0]?.say({ kind: "frame", frame: { seq } as never });
  expect(idle()).toBe(0);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(idle()).toBe(1);
  engine.close();
});

test("a reply finds its command, a failure rejects it", async () => {
  const engine = start();
  await vi.advanceTimersByTimeAsync(1);
  await expect(engine.send({ type: "play", on: true })).resolves.toBeNull();
  if (workers[0]) workers[0].silent = true;
  const refused = engine.send({ type: "skip" });
  const id = workers[0]?.received.filter((message) => message.kind === "command").at(-1);
  workers[0]?.say({ kind: "failure", id: id?.kind === "command" ? id.id : 0, message: "no" });
  await expect(refused).rejects.toThrow("no");
  engine.close();
});

test("an error starts another worker from the last save", async () => {
  const engine = start();
  await vi.advanceTimersByTimeAsync(3000);
  const waiting = engine.send({ type: "skip" });
  if (workers[0]) workers[0].silent = true;
  workers[0]?.onerror?.({ preventDefault: () => undefined } as ErrorEvent);
  await waiting.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(1);
  expect(heard).toEqual(["lost 42000", "recovered 42000"]);
  expect(workers[0]?.terminated).toBe(true);
  expect(workers[1]?.opened.map(({ at }) => at)).toEqual([42_000]);
  engine.close();
});

test("silence for five seconds counts as stopped, but not in a hidden page", async () => {
  const engine = start();
  await vi.advanceTimersByTimeAsync(1000);
  if (workers[0]) workers[0].silent = true;
  vi.stubGlobal("document", { hidden: true });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(heard).toEqual([]);
  vi.stubGlobal("document", { hidden: false });
  await vi.advanceTimersByTimeAsync(9000);
  expect(heard[0]).toMatch(/^lost/);
  engine.close();
});

test("a scenario that stops every worker is given up", async () => {
  const engine = start();
  await vi.advanceTimersByTimeAsync(1);
  for (let round = 0; round < 4; round += 1) {
    workers.at(-1)?.onerror?.({ preventDefault: () => undefined } as ErrorEvent);
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(heard.at(-1)).toBe("given up");
  expect(workers.length).toBe(4);
  engine.close();
});
