import type { ApiResponse } from "#core/api/request.ts";
import { explain } from "#core/cluster/explain.ts";
import { isInteresting } from "#core/cluster/interest.ts";
import type { complete } from "#kubectl/completion.ts";
import type { HelpTexts } from "#kubectl/help-texts.ts";
import type { asksForHelp, runKubectl } from "#kubectl/run.ts";
import type { Command, CommandType, Frame, Replies } from "#protocol/messages.ts";
import type { JournalEntry, Scenario } from "#protocol/scenario.ts";
import { freshScenario } from "#protocol/starter.ts";
import { ADMIN, READ_VERBS } from "./admin.ts";
import type { openLesson } from "./lesson-host.ts";
import { OpenYard } from "./open-yard.ts";
import { RestOfCore, type LaterModules } from "./rest-of-core.ts";

/** The kubectl program. It is large, so a host may bring it when it is first needed. */
export interface KubectlProgram {
  readonly run: typeof runKubectl;
  readonly asksForHelp: typeof asksForHelp;
  readonly complete: typeof complete;
}

/** Where a session sends the text of running commands, and what it gets from its host. */
export interface SessionPorts {
  loadKubectl(): Promise<KubectlProgram>;
  /** What of the core is not here from the start; absent where all of it is. */
  readonly later?: LaterModules;
  /** What lessons need. Loaded with the first one. */
  loadLessons(): Promise<typeof openLesson>;
  output(session: number, stream: "stdout" | "stderr", text: string): void;
  /** Field descriptions for `kubectl explain`: `schema` or `schema.field` -> text. Loaded when first asked for. */
  loadDescriptions?(): Promise<Readonly<Record<string, string>>>;
  /** What `--help` prints. Loaded when first asked for. */
  loadHelpTexts?(): Promise<HelpTexts>;
}

const MAX_SPEED = 100;
const MIN_SPEED = 0.1;
/** Wall time that one call of `advance` may catch up at most: after a sleep of the machine time goes on from where it was. */
const MAX_CATCH_UP_MS = 250;
const CHUNK_WALL_MS = 5;
const EXPLAIN = /\bexplain\b/;
/** Speed just before the moment that decides a question. */
const TELLING_SPEED = 0.25;

/** One yard behind one page: a history, its pacing, its running kubectl commands. Knows no thread and no timer. */
export class YardSession {
  private readonly ports: SessionPorts;
  private readonly rest: RestOfCore;
  private program: KubectlProgram | undefined;
  private open: OpenYard | undefined;
  /** What is opened when something is asked before anything was. */
  private first = freshScenario("shop");
  private playing = false;
  private speed = 1;
  /** The learner chose this speed: it stays, also where a lesson would go slowly. The usual one counts only when chosen after the answer. */
  private isOwnSpeed = false;
  private pace = 0;
  private isDirty = false;
  /** Virtual time owed to the wall clock. */
  private target = 0;

  constructor(ports: SessionPorts) {
    this.ports = ports;
    this.rest = new RestOfCore(ports.later);
  }

  /** The last `advance` stopped before it reached the time it should. */
  get isBehind(): boolean {
    return this.playing && this.open !== undefined && this.open.history.at < this.target;
  }

  /** Runs on by `wallMs` of wall time at the current speed, as long as `hasTime` says so. */
  advance(wallMs: number, hasTime: () => boolean): void {
    const { open } = this;
    if (!open || !this.playing) return;
    const before = open.history.at;
    const speed = this.speedNow(open);
    const owed = Math.min(wallMs, MAX_CATCH_UP_MS) * speed;
    this.target = Math.min(Math.max(this.target, before) + owed, before + MAX_CATCH_UP_MS * speed);
    const tried = this.rest.tried(() => this.runOn(open, speed, hasTime));
    if (!tried.isSound) {
      void this.startOver(open);
      return;
    }
    if (open.history.isHeld) this.stop(open);
    this.notePace(open.history.at - before, wallMs);
    this.isDirty = true;
  }

  private runOn(open: OpenYard, speed: number, hasTime: () => boolean): void {
    const { history } = open;
    while (history.at < this.target && !history.isHeld) {
      const chunk = Math.min(this.target, history.at + CHUNK_WALL_MS * speed);
      history.runTo(Math.max(history.at, Math.min(chunk, open.nextWake())));
      open.poll();
      if (!hasTime()) break;
    }
  }

  /** The cluster came to something that is not here yet: with all of the core it comes to the same moment again. */
  private async startOver(open: OpenYard): Promise<void> {
    this.first = this.save(open);
    this.open = undefined;
    await this.rest.load();
    this.require();
    this.isDirty = true;
  }

  /** The next frame of every world; none when nothing changed since the last. */
  takeFrames(): readonly Frame[] {
    const { open, playing, pace } = this;
    if (!open || !this.isDirty) return [];
    this.isDirty = false;
    const speed = this.speedNow(open);
    return open.worlds.map(({ frames }) => frames.take({ playing, speed, pace }));
  }

  /** Carries out one command of the page and returns its reply. Throws an Error with a readable message when it cannot. */
  async perform(command: Command): Promise<Replies[CommandType]> {
    if (this.rest.holds(command, this.open !== undefined)) await this.rest.load();
    this.isDirty = true;
    if (command.type === "open") return this.openScenario(command);
    if (command.type === "kubectl" || command.type === "complete") {
      const program = this.program ?? (await this.warm());
      return command.type === "kubectl"
        ? this.kubectl(program, command)
        : this.complete(program, command);
    }
    return this.rest.certain(() => this.performNow(this.require(), command));
  }

  private performNow(
    open: OpenYard,
    command: Exclude<Command, { type: "open" | "kubectl" | "complete" }>,
  ): Replies[CommandType] {
    const { history } = open;
    switch (command.type) {
      case "play":
        this.playing = command.on && !history.isHeld;
        this.target = history.at;
        return null;
      case "speed":
        this.speed = Math.min(MAX_SPEED, Math.max(MIN_SPEED, command.factor));
        this.isOwnSpeed = command.passing !== true;
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
        open.interrupt(command.session);
        return null;
      case "fault":
      case "load":
        return this.disturb(open, command);
      case "read":
        return this.read(open, command);
      case "note":
        return this.note(open, command);
      case "explain":
        return explain(open.world(command.world).cluster, command.question);
      case "save":
        return this.save(open, command.branch);
      case "crash":
        throw new Error("only the worker itself can crash");
    }
  }

  private async openScenario({
    scenario,
    lesson,
  }: Extract<Command, { type: "open" }>): Promise<null> {
    // A lesson needs kubectl from its first moment: to apply its files, and for what happens by itself.
    if (lesson) {
      const { run } = this.program ?? (await this.warm());
      const start = await this.ports.loadLessons();
      this.begin(new OpenYard({ scenario, lesson, run, openLesson: start }));
    } else await this.rest.certain(() => this.begin(new OpenYard({ scenario })));
    return null;
  }

  private begin(open: OpenYard): void {
    this.open?.interrupt();
    this.open = open;
    this.isDirty = true;
    this.playing = open.scenario.playing && !open.history.isHeld;
    this.speed = open.scenario.speed;
    this.isOwnSpeed = false;
    this.target = open.history.at;
  }

  /** Fetches the rest of the core and the kubectl program ahead of the first command. */
  async warm(): Promise<KubectlProgram> {
    await this.rest.load();
    this.program = await this.ports.loadKubectl();
    return this.program;
  }

  private complete(
    program: KubectlProgram,
    { line, cursor, world = "a" }: Extract<Command, { type: "complete" }>,
  ): Replies["complete"] {
    const { history } = this.require();
    return program.complete(line, cursor, (request) =>
      history.read({ ...request, user: ADMIN, agent: "kubectl" }, world),
    );
  }

  private async kubectl(
    program: KubectlProgram,
    command: Extract<Command, { type: "kubectl" }>,
  ): Promise<{ exitCode: number }> {
    const descriptions = EXPLAIN.test(command.line)
      ? await this.ports.loadDescriptions?.()
      : undefined;
    const helpTexts = program.asksForHelp(command.line)
      ? await this.ports.loadHelpTexts?.()
      : undefined;
    const open = this.require();
    const world = command.world ?? "a";
    const { cluster, commands } = open.world(world);
    const line = open.fill(command.line, world);
    const own = new Map((command.files ?? []).map(({ name, text }) => [name, text]));
    const run = program.run(line, {
      nowEpochMs: () => cluster.epochMs,
      readFile: (name) => own.get(name) ?? open.readFile(name),
      stdin: command.stdin ?? "",
      isTerminal: true,
      namespace: open.namespaces.get(world) ?? "default",
      setNamespace: (namespace) => void open.namespaces.set(world, namespace),
      resources: cluster.kinds,
      ...(descriptions && { descriptions }),
      ...(helpTexts && { helpTexts }),
    });
    const action = open.history.startAction();
    return new Promise((resolve) => {
      commands.start({
        session: command.session,
        action: { action, label: `kubectl ${line}`, ...(command.readOnly && { readOnly: true }) },
        run,
        print: (stream, text) => this.ports.output(command.session, stream, text),
        finish: (exitCode) => {
          if (!command.readOnly) open.ran(line, exitCode, { action, world });
          this.isDirty = true;
          if (open.history.isHeld) this.stop(open);
          resolve({ exitCode });
        },
      });
      this.isDirty = true;
    });
  }

  private disturb(open: OpenYard, command: Extract<Command, { type: "fault" | "load" }>): null {
    const action = open.history.startAction();
    const { world = "a", ...given } = command;
    const input =
      given.type === "fault" ? { ...given, target: open.fill(given.target, world) } : given;
    const label =
      input.type === "fault"
        ? `${input.on ? "fault" : "heal"} ${input.name} ${input.target}`
        : `load ${input.namespace}/${input.service} ${input.ratePerSecond}`;
    open.history.input(input, { label, action, world });
    this.afterInput(open);
    return null;
  }

  /** Answering a question sets the clock going again. */
  private note(
    open: OpenYard,
    { note, world = "a" }: Extract<Command, { readonly type: "note" }>,
  ): null {
    const wasHeld = open.history.isHeld;
    open.note(note, world);
    if (wasHeld && !open.history.isHeld) {
      this.playing = true;
      this.isOwnSpeed &&= this.speed !== 1;
    }
    this.afterInput(open);
    return null;
  }

  private read(
    open: OpenYard,
    { request, world }: Extract<Command, { type: "read" }>,
  ): ApiResponse {
    if (!READ_VERBS.has(request.verb)) throw new Error("read cannot write");
    return open.history.read({ ...request, user: ADMIN, agent: "stage" }, world);
  }

  private step(open: OpenYard, direction: 1 | -1): { at: number } {
    this.playing = false;
    if (direction === 1) {
      open.history.stepForward();
      return this.moved(open);
    }
    open.history.stepBack();
    this.jumped(open);
    return { at: open.history.at };
  }

  private seek(open: OpenYard, at: number): { at: number } {
    if (!Number.isFinite(at) || at < 0) throw new Error(`there is no time ${at}`);
    const isBack = at < open.history.at;
    open.history.seek(at);
    if (isBack || open.history.at - this.target > 60_000) this.jumped(open);
    return this.moved(open);
  }

  private undo(open: OpenYard): Replies["undo"] {
    const undone = open.history.undo();
    if (!undone) return null;
    this.jumped(open);
    return undone;
  }

  private moved(open: OpenYard): { at: number } {
    open.poll();
    if (open.history.isHeld) this.stop(open);
    this.target = open.history.at;
    return { at: open.history.at };
  }

  private jumped(open: OpenYard): void {
    open.jumped();
    this.target = open.history.at;
  }

  private afterInput(open: OpenYard): void {
    this.target = Math.max(this.target, open.history.at);
    if (open.history.isHeld) this.stop(open);
  }

  /** A question waits: the clock stands where it is. */
  private stop(open: OpenYard): void {
    this.playing = false;
    this.target = open.history.at;
  }

  private speedNow({ lesson, history }: OpenYard): number {
    const isSlow = !this.isOwnSpeed && lesson?.isSlow(history.at) === true;
    return isSlow ? Math.min(this.speed, TELLING_SPEED) : this.speed;
  }

  /** The scenario up to now, or with all that was done on a branch, at the same moment. */
  private save({ scenario, history }: OpenYard, branch?: string): Scenario {
    const journal =
      branch === undefined
        ? history.journalUntilNow()
        : history.listBranches().find(({ id }) => id === branch)?.journal;
    if (!journal) throw new Error(`no branch is called ${branch}`);
    return {
      ...scenario,
      journal: journal.map((entry) => entry as JournalEntry),
      at: history.at,
      speed: this.speed,
      playing: this.playing,
    };
  }

  private notePace(virtualMs: number, wallMs: number): void {
    if (wallMs <= 0) return;
    this.pace = this.pace * 0.9 + ((virtualMs * 1000) / wallMs) * 0.1;
  }

  private require(): OpenYard {
    if (!this.open) this.begin(new OpenYard({ scenario: this.first }));
    if (!this.open) throw new Error("no scenario is open");
    return this.open;
  }
}
