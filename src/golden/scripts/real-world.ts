import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDoor, wallNowMs, type Door } from "#hosts/gateway/door.ts";
import { kubeconfigText } from "#hosts/gateway/kubeconfig.ts";
import type { Descriptions } from "#hosts/gateway/openapi.ts";
import type { Yard } from "#hosts/cli/yard.ts";
import type { LineResult } from "#kubectl/script.ts";
import { splitWords } from "#kubectl/words.ts";
import { ClockedKubectl } from "./clocked-kubectl.ts";

const LOOK_EVERY_MS = 4;
/** A client that has asked nothing for so long, and has a stream open, waits for the cluster. */
const WAITING_AFTER_MS = 30;
/** And that at so many looks on end: between two of them whatever it sent is read, however long this process itself stood still. */
const WAITING_LOOKS = 4;
/** One without a stream may be sleeping between two looks; it gets a second of virtual time for each. */
const SLEEPING_AFTER_MS = 500;
const SLEEP_MS = 1000;
/** A run that goes on so long after the cluster has stopped moving is ended. */
const PATIENCE_MS = 20_000;
const MAX_REPLIES = 5;

/** A yard whose kubectl is the real one, which reaches it through the gateway. Virtual time passes only while the client waits for it. */
export class RealWorld {
  readonly server: string;
  private readonly yard: Yard;
  private readonly door: Door;
  private readonly home: string;
  private readonly kubectl: ClockedKubectl;
  private unanswered = 0;
  private lastRequestMs = 0;
  private lastBusyMs = 0;
  private quietLooks = 0;
  private hasAsked = false;

  private constructor(yard: Yard, door: Door, program: string) {
    this.yard = yard;
    this.door = door;
    this.server = door.access.server;
    this.home = mkdtempSync(join(tmpdir(), "podyard-kubectl-"));
    writeFileSync(join(this.home, "config"), kubeconfigText(door.access));
    this.kubectl = new ClockedKubectl(program, join(this.home, "kubectl"));
    door.server.on("request", (_request, response) => {
      this.unanswered += 1;
      this.hasAsked = true;
      this.quietLooks = 0;
      response.once("close", () => {
        this.unanswered -= 1;
        this.lastRequestMs = wallNowMs();
        this.quietLooks = 0;
      });
    });
  }

  /** Opens the gateway; `program` is the real kubectl. */
  static async open(
    yard: Yard,
    { program, describe }: { readonly program: string; readonly describe: () => Descriptions },
  ): Promise<RealWorld> {
    const door = await openDoor(yard.cluster, {
      host: "127.0.0.1",
      port: 0,
      isPlainHttp: true,
      describe,
    });
    return new RealWorld(yard, door, program);
  }

  async close(): Promise<void> {
    await this.door.close();
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Runs a line; when it has ended, exactly `durationMs` of virtual time have passed. */
  async run(line: string, stdin: string, durationMs: number): Promise<LineResult> {
    const split = splitWords(line);
    const words = "error" in split ? [] : split.words.slice(1);
    const end = this.yard.history.at + durationMs;
    this.kubectl.setNow(this.yard.cluster.epochMs);
    const child = spawn(this.kubectl.path, words, {
      cwd: this.home,
      env: {
        HOME: this.home,
        KUBECONFIG: join(this.home, "config"),
        TZ: "UTC",
        PATH: "/usr/bin:/bin",
      },
    });
    this.lastRequestMs = wallNowMs();
    this.quietLooks = 0;
    const ended = outcomeOf(child, this.home);
    child.stdin?.end(stdin);
    const timer = setInterval(() => this.move(child, end), LOOK_EVERY_MS);
    const result = await ended;
    clearInterval(timer);
    this.yard.history.runTo(end);
    return result;
  }

  /** Gives the client what it waits for, if it waits. */
  private move(child: ChildProcess, end: number): void {
    const { history } = this.yard;
    const streams = this.door.gateway.openStreams;
    const quietMs = wallNowMs() - this.lastRequestMs;
    this.door.gateway.pump();
    this.quietLooks += 1;
    if (isWorking(child.pid ?? 0)) {
      this.lastBusyMs = wallNowMs();
      this.quietLooks = 0;
    }
    const idleMs = Math.min(quietMs, wallNowMs() - this.lastBusyMs);
    if (this.unanswered > streams || this.quietLooks < WAITING_LOOKS) return;
    if (history.at >= end) {
      if (quietMs > PATIENCE_MS) child.kill("SIGKILL");
      return;
    }
    if (streams > 0 && idleMs > WAITING_AFTER_MS) {
      for (let i = 0; i < MAX_REPLIES && history.at < end; i++)
        history.runTo(Math.min(history.nextInstant() ?? end, end));
      this.door.gateway.pump();
      return;
    }
    if (streams > 0 || idleMs < SLEEPING_AFTER_MS || !this.hasAsked) return;
    this.hasAsked = false;
    history.runTo(Math.min(history.at + SLEEP_MS, end));
  }
}

/** Whether a thread of the process runs, or waits for a processor or a disk: on a busy machine a client may be slow without waiting for anybody. */
function isWorking(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).some((thread) =>
      / [RD] /.test(readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8").slice(0, 80)),
    );
  } catch {
    // It has just ended.
    return false;
  }
}

function outcomeOf(child: ChildProcess, home: string): Promise<LineResult> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (part: Buffer) => void (stdout += part.toString()));
  child.stderr?.on("data", (part: Buffer) => void (stderr += part.toString()));
  return new Promise((resolve) => {
    child.on("close", (code) =>
      resolve({ stdout: at(home, stdout), stderr: at(home, stderr), rc: code ?? -1 }),
    );
  });
}

/** What is told as if the client's own directory were the root, as it is for the other program. */
function at(home: string, text: string): string {
  return text.replaceAll(home, "");
}
