import type { ApiResponse, WatchEvent } from "#core/api/request.ts";
import type { CommandRequest, Effect, EffectResult, Run } from "#kubectl/define.ts";

/** What running commands need of the cluster they talk to. */
export interface KubectlWorld {
  /** Virtual now, ms. */
  readonly now: () => number;
  call(request: CommandRequest, action: CommandAction): ApiResponse;
  openWatch(request: CommandRequest): OpenWatch | ApiResponse;
}

/** A watch that is read by asking. */
export interface OpenWatch {
  /** Events since the last call. */
  take(): readonly WatchEvent[];
}

/** What the inputs of one command have in common. */
export interface CommandAction {
  readonly action: number;
  readonly label: string;
  /** What would write is refused. */
  readonly readOnly?: boolean;
}

interface RunningCommand {
  readonly session: number;
  /** Number of the user's action that this command is, and what it is called. */
  readonly action: CommandAction;
  readonly run: Run;
  readonly print: (stream: "stdout" | "stderr", text: string) => void;
  readonly finish: (exitCode: number) => void;
  readonly watches: Map<number, OpenWatch>;
  nextWatch: number;
  /** What the command waits for; undefined while it can go on. */
  waiting: { readonly effect: Effect; readonly until: number } | undefined;
}

const INTERRUPTED = 130;
const MAX_EFFECTS_PER_POLL = 10_000;

/** Drives kubectl commands: each runs until it must wait for virtual time or for events, and goes on when they have come. */
export class KubectlSessions {
  private readonly running: RunningCommand[] = [];
  private readonly world: KubectlWorld;

  constructor(world: KubectlWorld) {
    this.world = world;
  }

  /** Whether any command is still running. */
  get isBusy(): boolean {
    return this.running.length > 0;
  }

  /** Starts a command and runs it as far as it goes now. */
  start(command: Pick<RunningCommand, "session" | "action" | "run" | "print" | "finish">): void {
    const running: RunningCommand = {
      ...command,
      watches: new Map(),
      nextWatch: 1,
      waiting: undefined,
    };
    this.running.push(running);
    this.drive(running, undefined);
  }

  /** Lets every command go on whose waiting is over. Call after time has moved. */
  poll(): void {
    for (const command of [...this.running]) {
      if (!command.waiting) continue;
      const result = this.resultOf(command, command.waiting);
      if (result === PENDING) continue;
      command.waiting = undefined;
      this.drive(command, result);
    }
  }

  /** Ends the commands of a session as Ctrl+C does; of all sessions when none is named. */
  interrupt(session?: number): void {
    for (const command of [...this.running]) {
      if (session !== undefined && command.session !== session) continue;
      this.end(command, INTERRUPTED);
    }
  }

  /** Virtual time at which the next sleeping command wakes, if any. */
  nextWake(): number | undefined {
    const times = this.running.flatMap(({ waiting }) =>
      waiting && Number.isFinite(waiting.until) ? [waiting.until] : [],
    );
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  private drive(command: RunningCommand, first: EffectResult): void {
    let input = first;
    for (let count = 0; count < MAX_EFFECTS_PER_POLL; count++) {
      const step = command.run.next(input);
      if (step.done) {
        this.end(command, step.value);
        return;
      }
      const effect = step.value;
      const waiting = { effect, until: this.waitUntil(effect) };
      const result = this.perform(command, waiting);
      if (result === PENDING) {
        command.waiting = waiting;
        return;
      }
      input = result;
    }
    command.print("stderr", "error: the command does not come to an end\n");
    this.end(command, 1);
  }

  private waitUntil(effect: Effect): number {
    if (effect.type === "sleep") return this.world.now() + effect.ms;
    if (effect.type === "next-events")
      return this.world.now() + (effect.timeoutMs ?? Number.POSITIVE_INFINITY);
    return 0;
  }

  private perform(
    command: RunningCommand,
    waiting: { effect: Effect; until: number },
  ): EffectResult | typeof PENDING {
    const { effect } = waiting;
    switch (effect.type) {
      case "call":
        return this.world.call(effect.request, command.action);
      case "open-watch": {
        const opened = this.world.openWatch(effect.request);
        if (!("take" in opened)) return opened;
        command.watches.set(command.nextWatch, opened);
        command.nextWatch += 1;
        return command.nextWatch - 1;
      }
      case "close-watch":
        command.watches.delete(effect.watch);
        return undefined;
      case "print":
        command.print(effect.stream, effect.text);
        return undefined;
      case "sleep":
      case "next-events":
        return this.resultOf(command, waiting);
    }
  }

  private resultOf(
    command: RunningCommand,
    { effect, until }: { effect: Effect; until: number },
  ): EffectResult | typeof PENDING {
    const isOver = this.world.now() >= until;
    if (effect.type === "sleep") return isOver ? undefined : PENDING;
    if (effect.type !== "next-events") return undefined;
    const events = command.watches.get(effect.watch)?.take() ?? [];
    return events.length > 0 || isOver ? events : PENDING;
  }

  private end(command: RunningCommand, exitCode: number): void {
    const place = this.running.indexOf(command);
    if (place >= 0) this.running.splice(place, 1);
    command.finish(exitCode);
  }
}

const PENDING = Symbol("pending");
