import type { KubeObject } from "#core/api/meta.ts";
import type { Effect, EffectResult, Session } from "#kubectl/define.ts";
import { runKubectl } from "#kubectl/run.ts";
import { stubResources } from "./stub-resources.ts";
import { StubServer } from "./stub-server.ts";

/** What one command line printed, and its exit code. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly rc: number;
}

/** The surroundings of one command line. */
export interface StubOptions {
  readonly objects: readonly KubeObject[];
  readonly nowEpochMs: number;
  readonly stdin?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly descriptions?: Readonly<Record<string, string>>;
}

/** Effects answered before the host believes the command will never end. */
const EFFECT_LIMIT = 10_000;

/** Runs one command line to its end over a stub server; nothing happens while it waits but that time passes. */
export function runOnStub(line: string | readonly string[], options: StubOptions): CommandResult {
  return new StubWorld(options).run(line, options.stdin);
}

/** A stub server and a clock that command lines share. */
export class StubWorld {
  readonly #options: StubOptions;
  readonly #server: StubServer;
  #now: number;

  constructor(options: StubOptions) {
    this.#options = options;
    this.#server = new StubServer(options.objects);
    this.#now = options.nowEpochMs;
  }

  run(line: string | readonly string[], stdin = ""): CommandResult {
    const { files, descriptions } = this.#options;
    const session: Session = {
      nowEpochMs: () => this.#now,
      readFile: (name) => files?.[name],
      stdin,
      namespace: "default",
      resources: stubResources,
      ...(descriptions && { descriptions }),
    };
    const out = { stdout: "", stderr: "" };
    const run = runKubectl(line, session);
    let step = run.next();
    for (let count = 0; !step.done; count++) {
      if (count > EFFECT_LIMIT) throw new Error("the command does not end");
      step = run.next(this.#answer(step.value, out));
    }
    return { ...out, rc: step.value };
  }

  #answer(effect: Effect, out: { stdout: string; stderr: string }): EffectResult {
    switch (effect.type) {
      case "call":
        return this.#server.handle(effect.request);
      case "open-watch":
        return 1;
      case "next-events":
        this.#now += effect.timeoutMs ?? 0;
        return [];
      case "sleep":
        this.#now += effect.ms;
        return undefined;
      case "print":
        out[effect.stream] += effect.text;
        return undefined;
      case "close-watch":
        return undefined;
    }
  }
}
