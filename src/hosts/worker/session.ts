import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import { Cluster } from "#core/cluster/cluster.ts";
import { forbidden } from "#core/api/status.ts";
import { History } from "#core/cluster/history.ts";
import { explain } from "#core/cluster/explain.ts";
import { isInteresting } from "#core/cluster/interest.ts";
import type { complete } from "#kubectl/completion.ts";
import type { runKubectl } from "#kubectl/run.ts";
import type { Command, CommandType, Frame, Replies } from "#protocol/messages.ts";
import type { JournalEntry, Scenario } from "#protocol/scenario.ts";
import { freshScenario } from "#protocol/starter.ts";
import { FrameSource } from "./frames.ts";
import { KubectlSessions, type CommandAction } from "./kubectl-sessions.ts";

/** The kubectl program. It is large, so a host may bring it when it is first needed. */
export interface KubectlProgram {
  readonly run: typeof runKubectl;
  readonly complete: typeof complete;
}

/** Where a session sends the text of running commands, and what it gets from its host. */
export interface SessionPorts {
  loadKubectl(): Promise<KubectlProgram>;
  output(session: number, stream: "stdout" | "stderr", text: string): void;
  /** Field descriptions for `kubectl explain`: `schema` or `schema.field` -> text. Loaded when first asked for. */
  loadDescriptions?(): Promise<Readonly<Record<string, string>>>;
}

/** The user that everything from the page acts as. Models the admin of a kubeadm kubeconfig. */
export const ADMIN = {
  name: "kubernetes-admin",
  groups: ["kubeadm:cluster-admins", "system:authenticated"],
};

const MAX_SPEED = 100;
const MIN_SPEED = 0.1;
/** Wall time that one call of `advance` may catch up at most: after a sleep of the machine time goes on from where it was. */
const MAX_CATCH_UP_MS = 250;
const CHUNK_WALL_MS = 5;
const EXPLAIN = /\bexplain\b/;
const READ_VERBS = new Set(["get", "list", "watch"]);

interface Open {
  readonly scenario: Scenario;
  readonly history: History;
  readonly frames: FrameSource;
  readonly commands: KubectlSessions;
}

/** One yard behind one page: a history, its pacing, its running kubectl commands. Knows no thread and no timer. */
export class YardSession {
  private readonly ports: SessionPorts;
  private program: KubectlProgram | undefined;
  private open: Open | undefined;
  private playing = false;
  private speed = 1;
  private pace = 0;
  private isDirty = false;
  /** Virtual time owed to the wall clock. */
  private target = 0;

  constructor(ports: SessionPorts) {
    this.ports = ports;
  }

  /** The last `advance` stopped before it reached the time it should. */
  get isBehind(): boolean {
    return this.playing && this.open !== undefined && this.open.history.at < this.target;
  }

  /** Runs on by `wallMs` of wall time at the current speed, as long as `hasTime` says so. */
  advance(wallMs: number, hasTime: () => boolean): void {
    const { open } = this;
    if (!open || !this.playing) return;
    const { history, commands } = open;
    const before = history.at;
    const owed = Math.min(wallMs, MAX_CATCH_UP_MS) * this.speed;
    this.target = Math.min(
      Math.max(this.target, before) + owed,
      before + MAX_CATCH_UP_MS * this.speed,
    );
    while (history.at < this.target) {
      const wake = commands.nextWake() ?? Number.POSITIVE_INFINITY;
      const chunk = Math.min(this.target, history.at + CHUNK_WALL_MS * this.speed);
      history.runTo(Math.max(history.at, Math.min(chunk, wake)));
      commands.poll();
      if (!hasTime()) break;
    }
    this.notePace(history.at - before, wallMs);
    this.isDirty = true;
  }

  /** The next frame, or undefined when nothing changed since the last. */
  takeFrame(): Frame | undefined {
    if (!this.open || !this.isDirty) return undefined;
    this.isDirty = false;
    return this.open.frames.take({ playing: this.playing, speed: this.speed, pace: this.pace });
  }

  /** Carries out one command of the page and returns its reply. Throws an Error with a readable message when it cannot. */
  async perform(command: Command): Promise<Replies[CommandType]> {
    this.isDirty = true;
    if (command.type === "open") return this.openScenario(command.scenario);
    if (command.type === "kubectl" || command.type === "complete") {
      const program = this.program ?? (await this.warm());
      return command.type === "kubectl"
        ? this.kubectl(program, command)
        : this.complete(program, command);
    }
    return this.performNow(this.require(), command);
  }

  private performNow(
    open: Open,
    command: Exclude<Command, { type: "open" | "kubectl" | "complete" }>,
  ): Replies[CommandType] {
    const { history, commands } = open;
    switch (command.type) {
      case "play":
        this.playing = command.on;
        this.target = history.at;
        return null;
      case "speed":
        this.speed = Math.min(MAX_SPEED, Math.max(MIN_SPEED, command.factor));
        this.target = history.at;
        return null;
      case "step":
        return this.step(open, command.direction);
      case "skip":
        history.stepForward((cluster) => isInteresting(cluster));
        return this.moved(open);
      case "seek":
        return this.seek(open, command.at);
      case "undo":
        return this.undo(open);
      case "branch":
        history.switchTo(command.id);
        this.jumped(open);
        return null;
      case "interrupt":
        commands.interrupt(command.session);
        return null;
      case "fault":
      case "load":
        return this.disturb(open, command);
      case "read":
        return this.read(open, command.request);
      case "note":
        history.input(command.note, { label: "", action: history.startAction() });
        return null;
      case "explain":
        return explain(history.cluster, command.question);
      case "save":
        return this.save(open);
      case "crash":
        throw new Error("only the worker itself can crash");
    }
  }

  private openScenario(scenario: Scenario): null {
    const cluster = new Cluster({ seed: scenario.seed, spec: scenario.cluster });
    cluster.boot();
    const history = new History(cluster, scenario.journal);
    history.seek(scenario.at);
    const commands = new KubectlSessions({
      now: () => history.at,
      call: (request, action) => this.call(this.require(), request, action),
      openWatch: (request) => cluster.openWatch({ ...request, user: ADMIN, agent: "kubectl" }),
    });
    this.open?.commands.interrupt();
    this.open = { scenario, history, frames: new FrameSource(history), commands };
    this.playing = scenario.playing;
    this.speed = scenario.speed;
    this.target = history.at;
    return null;
  }

  /** Fetches the kubectl program ahead of the first command. */
  async warm(): Promise<KubectlProgram> {
    this.program = await this.ports.loadKubectl();
    return this.program;
  }

  private complete(
    program: KubectlProgram,
    { line, cursor }: Extract<Command, { type: "complete" }>,
  ): Replies["complete"] {
    const { history } = this.require();
    return program.complete(line, cursor, (request) =>
      history.read({ ...request, user: ADMIN, agent: "kubectl" }),
    );
  }

  private async kubectl(
    program: KubectlProgram,
    command: Extract<Command, { type: "kubectl" }>,
  ): Promise<{ exitCode: number }> {
    const descriptions = EXPLAIN.test(command.line)
      ? await this.ports.loadDescriptions?.()
      : undefined;
    const open = this.require();
    const { cluster } = open.history;
    const files = new Map(
      [...open.scenario.files, ...(command.files ?? [])].map(({ name, text }) => [name, text]),
    );
    const run = program.run(command.line, {
      nowEpochMs: () => cluster.epochMs,
      readFile: (name) => files.get(name),
      stdin: command.stdin ?? "",
      namespace: "default",
      ...(descriptions && { descriptions }),
    });
    return new Promise((resolve) => {
      open.commands.start({
        session: command.session,
        action: {
          action: open.history.startAction(),
          label: `kubectl ${command.line}`,
          ...(command.readOnly && { readOnly: true }),
        },
        run,
        print: (stream, text) => this.ports.output(command.session, stream, text),
        finish: (exitCode) => resolve({ exitCode }),
      });
    });
  }

  private call(
    open: Open,
    request: Omit<ApiRequest, "user" | "agent">,
    action: CommandAction,
  ): ApiResponse {
    const full: ApiRequest = { ...request, user: ADMIN, agent: "kubectl" };
    if (READ_VERBS.has(request.verb) || request.options.dryRun) return open.history.read(full);
    if (action.readOnly) return lookOnly(request);
    const { table: _table, ...journalled } = request;
    const input = { type: "request", request: { ...journalled, agent: "kubectl" } } as const;
    const response = open.history.input(input, action);
    this.isDirty = true;
    return response ?? { code: 500, body: null, warnings: [] };
  }

  private disturb(open: Open, command: Extract<Command, { type: "fault" | "load" }>): null {
    const action = open.history.startAction();
    const label =
      command.type === "fault"
        ? `${command.on ? "fault" : "heal"} ${command.name} ${command.target}`
        : `load ${command.namespace}/${command.service} ${command.ratePerSecond}`;
    open.history.input(command, { label, action });
    this.afterInput(open);
    return null;
  }

  private read(open: Open, request: Extract<Command, { type: "read" }>["request"]): ApiResponse {
    if (!READ_VERBS.has(request.verb)) throw new Error("read cannot write");
    return open.history.read({ ...request, user: ADMIN, agent: "stage" });
  }

  private step(open: Open, direction: 1 | -1): { at: number } {
    this.playing = false;
    if (direction === 1) {
      open.history.stepForward();
      return this.moved(open);
    }
    open.history.stepBack();
    this.jumped(open);
    return { at: open.history.at };
  }

  private seek(open: Open, at: number): { at: number } {
    if (!Number.isFinite(at) || at < 0) throw new Error(`there is no time ${at}`);
    const isBack = at < open.history.at;
    open.history.seek(at);
    if (isBack || open.history.at - this.target > 60_000) this.jumped(open);
    return this.moved(open);
  }

  private undo(open: Open): Replies["undo"] {
    const undone = open.history.undo();
    if (!undone) return null;
    this.jumped(open);
    return undone;
  }

  private moved(open: Open): { at: number } {
    open.commands.poll();
    this.target = open.history.at;
    return { at: open.history.at };
  }

  private jumped(open: Open): void {
    open.commands.interrupt();
    open.frames.reset();
    this.target = open.history.at;
  }

  private afterInput(open: Open): void {
    this.target = Math.max(this.target, open.history.at);
  }

  private save(open: Open): Scenario {
    const { scenario, history } = open;
    return {
      ...scenario,
      journal: history.journalUntilNow().map((entry) => entry as JournalEntry),
      at: history.at,
      speed: this.speed,
      playing: this.playing,
    };
  }

  private notePace(virtualMs: number, wallMs: number): void {
    if (wallMs <= 0) return;
    this.pace = this.pace * 0.9 + ((virtualMs * 1000) / wallMs) * 0.1;
  }

  private require(): Open {
    if (!this.open) {
      this.openScenario(freshScenario("shop"));
    }
    if (!this.open) throw new Error("no scenario is open");
    return this.open;
  }
}

/** The answer to a write from a page that may only look. */
function lookOnly({ group, resource, name }: Omit<ApiRequest, "user" | "agent">): ApiResponse {
  const { status } = forbidden({ group, resource }, name, "this page may only look");
  return { code: 403, body: status, warnings: [] };
}
