import {
  parseScript,
  runScript,
  ScriptError,
  type Script,
  type ScriptHost,
  type ScriptStep,
} from "#kubectl/script.ts";
import { scriptYard } from "./script-yard.ts";

/** Where the story of a script goes, and where its files come from. */
export interface ScriptPorts {
  out(text: string): void;
  err(text: string): void;
  /** Text of `-f NAME`. */
  readFile(name: string): string | undefined;
}

/** Runs a script and tells it like a terminal. The result is the exit code: 1 when an expectation failed or the script cannot be read. */
export function tellScript(name: string, text: string, ports: ScriptPorts): number {
  try {
    return tell(name, parseScript(text), ports);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isOurs = error instanceof ScriptError || error.name === "Error";
    ports.err(`${name}: ${isOurs ? error.message : (error.stack ?? error.message)}\n`);
    return 1;
  }
}

function tell(name: string, script: Script, ports: ScriptPorts): number {
  const { yard, host } = scriptYard(script, { readFile: (file) => ports.readFile(file) });
  let failures = 0;
  for (const { step, mismatch } of runScript(script, telling(script, host, ports))) {
    if (mismatch === undefined) continue;
    failures += 1;
    ports.err(`${name}: line ${step.line}: ${mismatch}\n`);
  }
  const { history, cluster } = yard;
  ports.out(
    `# ${secondsOf(history.at)} of virtual time, ${cluster.store.list("Pod", "").length} pods, revision ${cluster.revision}\n`,
  );
  if (failures > 0)
    ports.err(`${name}: ${failures} ${failures === 1 ? "expectation" : "expectations"} failed\n`);
  return failures === 0 ? 0 : 1;
}

/** The same door, but everything that goes through it is printed. */
function telling(script: Script, host: ScriptHost, { out }: ScriptPorts): ScriptHost {
  const steps = script.steps.filter((step) => step.type !== "expect-rc").values();
  const announce = () => {
    const { value: step } = steps.next();
    if (step) out(`$ ${textOf(step)}\n`);
    return step;
  };
  return {
    run(line, stdin) {
      announce();
      const result = host.run(line, stdin);
      out(`${result.stdout}${result.stderr}${result.rc === 0 ? "" : `# exit code ${result.rc}\n`}`);
      return result;
    },
    tick(ms) {
      announce();
      host.tick(ms);
    },
    fault(name, target, on) {
      const step = announce();
      try {
        host.fault(name, target, on);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new ScriptError(`line ${step?.line ?? 0}: ${reason}`);
      }
    },
  };
}

function textOf(step: ScriptStep): string {
  switch (step.type) {
    case "command":
      return step.stdin === "" ? step.text : `${step.text} <<'EOF'\n${step.stdin}EOF`;
    case "tick":
      return `tick ${secondsOf(step.ms)}`;
    case "fault":
      return `${step.on ? "fault" : "heal"} ${step.name} ${step.target}`;
    case "expect-rc":
      return `expect-rc ${step.rc}`;
  }
}

function secondsOf(ms: number): string {
  return `${ms / 1000}s`;
}
