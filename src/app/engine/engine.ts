import type { Lesson } from "#protocol/lesson.ts";
import type { Frame, FromWorker, ToWorker } from "#protocol/messages.ts";
import type { Scenario } from "#protocol/scenario.ts";
import type { Send } from "#app/state/hooks.ts";
import { LateWorker } from "./late-worker.ts";
import { whenIdle } from "#app/ui/when-idle.ts";

/** What the engine tells its owner. */
export interface EngineListeners {
  onFrame(frame: Frame): void;
  onOutput(session: number, stream: "stdout" | "stderr", text: string): void;
  /** The scenario as it stood a moment ago: what a restart would go on from. */
  onSaved(scenario: Scenario): void;
  /** The thread stopped; a new one is being started from this scenario. */
  onLost(scenario: Scenario): void;
  /** The new thread stands where the old one was last known to be. */
  onRecovered(scenario: Scenario): void;
  /** It stopped again and again: nothing more is tried. */
  onGivenUp(message: string): void;
}

/** The way to one cluster. */
export interface Engine {
  readonly send: Send;
  /** Replaces the cluster; the lesson is the one that the scenario names. */
  open(scenario: Scenario, lesson?: Lesson): Promise<void>;
  close(): void;
}

/** Makes an engine that runs this scenario. */
export type StartEngine = (scenario: Scenario, listeners: EngineListeners) => Engine;

/** What the engine needs of a Worker; a test gives a fake. */
export interface WorkerPort {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

const SAVE_EVERY_MS = 2000;
const SILENCE_MS = 5000;
const START_MS = 30_000;
const CHECK_EVERY_MS = 500;
/** After the first picture, and before all else that follows it: every command needs it. */
const REST_AFTER_MS = 200;
const MAX_RESTARTS = 3;
const RESTARTS_FORGOTTEN_MS = 30_000;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Keeps one worker alive: numbers its replies, acknowledges its frames, and starts another from the last saved scenario when it stops. */
export class WorkerEngine implements Engine {
  private readonly listeners: EngineListeners;
  private readonly createWorker: () => WorkerPort;
  private worker: WorkerPort | null = null;
  private saved: Scenario;
  private lesson: Lesson | undefined;
  private nextId = 1;
  private waiting = new Map<number, Waiting>();
  private heardAt = 0;
  /** The worker's program has been loaded and has spoken; before that silence only means a slow start. */
  private spoke = false;
  /** Its first picture is on the page. */
  private isSeen = false;
  /** When the oldest unanswered save was sent, 0 when none is. */
  private savingSince = 0;
  private savedAt = 0;
  private restarts: number[] = [];
  private readonly timer: number;

  constructor(
    scenario: Scenario,
    listeners: EngineListeners,
    createWorker: () => WorkerPort = startWorker,
  ) {
    this.listeners = listeners;
    this.createWorker = createWorker;
    this.saved = scenario;
    this.timer = window.setInterval(() => this.check(), CHECK_EVERY_MS);
    void this.start(scenario).catch((error: unknown) => this.listeners.onGivenUp(messageOf(error)));
  }

  readonly send: Send = (command) => {
    const sent = this.request(command);
    if (
      command.type !== "save" &&
      command.type !== "read" &&
      command.type !== "explain" &&
      command.type !== "complete"
    ) {
      void sent.then(() => this.save()).catch(() => undefined);
    }
    return sent as never;
  };

  async open(scenario: Scenario, lesson?: Lesson): Promise<void> {
    await this.request({ type: "open", scenario, ...(lesson && { lesson }) });
    this.saved = scenario;
    this.lesson = lesson;
  }

  close(): void {
    window.clearInterval(this.timer);
    this.drop("closed");
  }

  private async start(scenario: Scenario): Promise<void> {
    const worker = this.createWorker();
    this.worker = worker;
    this.heardAt = performance.now();
    this.savingSince = 0;
    this.spoke = false;
    this.isSeen = false;
    worker.onmessage = (event) => this.receive(worker, event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.restart();
    };
    const { lesson } = this;
    await this.request({ type: "open", scenario, ...(lesson && { lesson }) });
  }

  private request(command: Parameters<Send>[0]): Promise<unknown> {
    const { worker } = this;
    if (!worker) return Promise.reject(new Error("The cluster is not running."));
    const id = this.nextId;
    this.nextId += 1;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ kind: "command", id, command });
    });
  }

  private receive(worker: WorkerPort, message: FromWorker): void {
    if (worker !== this.worker) return;
    this.heardAt = performance.now();
    this.spoke = true;
    switch (message.kind) {
      case "frame":
        this.listeners.onFrame(message.frame);
        worker.postMessage({ kind: "ack", seq: message.frame.seq });
        if (!this.isSeen) this.seeFirst(worker);
        return;
      case "output":
        this.listeners.onOutput(message.session, message.stream, message.text);
        return;
      case "reply":
        this.waiting.get(message.id)?.resolve(message.value);
        this.waiting.delete(message.id);
        return;
      case "failure":
        this.waiting.get(message.id)?.reject(new Error(message.message));
        this.waiting.delete(message.id);
    }
  }

  private seeFirst(worker: WorkerPort): void {
    this.isSeen = true;
    whenIdle(() => worker === this.worker && worker.postMessage({ kind: "idle" }), REST_AFTER_MS);
  }

  private check(): void {
    const now = performance.now();
    if (document.hidden) {
      // A page in the background may not run its timers: silence there proves nothing.
      this.heardAt = now;
      if (this.savingSince > 0) this.savingSince = now;
      return;
    }
    if (!this.spoke) {
      if (now - this.heardAt > START_MS) this.restart();
      return;
    }
    const silentSince = this.savingSince > 0 ? Math.max(this.savingSince, this.heardAt) : now;
    if (now - silentSince > SILENCE_MS) this.restart();
    else if (this.savingSince === 0 && now - this.savedAt > SAVE_EVERY_MS) this.save();
  }

  private save(): void {
    if (this.savingSince > 0) return;
    this.savingSince = performance.now();
    const { worker } = this;
    this.request({ type: "save" })
      .then((scenario) => {
        if (worker !== this.worker) return;
        this.saved = scenario as Scenario;
        this.listeners.onSaved(this.saved);
      })
      .catch(() => undefined)
      .finally(() => {
        if (worker !== this.worker) return;
        this.savingSince = 0;
        this.savedAt = performance.now();
      });
  }

  private restart(): void {
    const now = performance.now();
    this.drop("The cluster's thread stopped.");
    this.restarts = [...this.restarts.filter((at) => now - at < RESTARTS_FORGOTTEN_MS), now];
    if (this.restarts.length > MAX_RESTARTS) {
      this.listeners.onGivenUp("The cluster's thread stopped again and again.");
      return;
    }
    const from = this.saved;
    this.listeners.onLost(from);
    this.start(from).then(
      () => this.listeners.onRecovered(from),
      (error: unknown) => this.listeners.onGivenUp(messageOf(error)),
    );
  }

  private drop(reason: string): void {
    const { worker, waiting } = this;
    this.worker = null;
    this.waiting = new Map();
    if (worker) {
      worker.onmessage = null;
      worker.onerror = null;
      worker.terminate();
    }
    for (const { reject } of waiting.values()) reject(new Error(reason));
  }
}

/** Starts the engine of the product. */
export const startWorkerEngine: StartEngine = (scenario, listeners) =>
  new WorkerEngine(scenario, listeners);

/** The same, but its thread begins when the page has painted something. */
export const startLateEngine: StartEngine = (scenario, listeners) =>
  new WorkerEngine(scenario, listeners, () => new LateWorker(startWorker));

/** A thread that has its program and waits for a cluster. */
let spare: WorkerPort | undefined;

/** Starts the thread of the next cluster ahead, where somebody seems about to ask for one. */
export function prepareEngine(): void {
  if (spare) return;
  spare = newWorker();
  spare.postMessage({ kind: "idle" });
}

function startWorker(): WorkerPort {
  const worker = spare ?? newWorker();
  spare = undefined;
  return worker;
}

function newWorker(): WorkerPort {
  return new Worker(new URL("../../hosts/worker/worker.ts", import.meta.url), {
    type: "module",
    name: "podyard-cluster",
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
