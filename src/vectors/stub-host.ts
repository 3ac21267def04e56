import type { KubeObject } from "#core/api/meta.ts";
import type { Effect, EffectResult, Run, Session } from "#kubectl/define.ts";
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

/** Runs a command line to its end over a stub server; nothing happens while it waits but that time passes. */
export function runOnStub(line: string | readonly string[], options: StubOptions, server = new StubServer(options.objects)): CommandResult {
  let now = options.nowEpochMs;
  const session: Session = {
    nowEpochMs: () => now,
    readFile: (name) => options.files?.[name],
    stdin: options.stdin ?? "",
    namespace: "default",
    resources: stubResources,
    ...(options.descriptions && { descriptions: options.descriptions }),
  };
  const out = { stdout: "", stderr: "" };
  const answer = (effect: Effect): EffectResult => {
    switch (effect.type) {
      case "call":
        return server.handle(effect.request);
      case "open-watch":
        return 1;
      case "next-events":
        now += effect.timeoutMs ?? 0;
        return [];
      case "sleep":
        now += effect.ms;
        return undefined;
      case "print":
        out[effect.stream] += effect.text;
        return undefined;
      case "close-watch":
        return undefined;
    }
  };
  return { ...out, ...finish(runKubectl(line, session), answer), stdout: out.stdout, stderr: out.stderr };
}

function finish(run: Run, answer: (effect: Effect) => EffectResult): { readonly rc: number } {
  let step = run.next();
  for (let count = 0; !step.done; count++) {
    if (count > EFFECT_LIMIT) throw new Error("the command does not end");
    step = run.next(answer(step.value));
  }
  return { rc: step.value };
}
