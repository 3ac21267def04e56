import { existsSync, readFileSync } from "node:fs";
import {
  parseScript,
  runScript,
  ScriptError,
  type Script,
  type ScriptHost,
  type ScriptStep,
} from "#kubectl/script.ts";
import { scriptYard } from "./script-yard.ts";

const USAGE = `Runs a script of kubectl lines against a cluster in virtual time and prints what happens.

  npm run headless -- FILE        a file, or - for standard input

Lines of a script:
  kubectl get pods                a command, with <<'EOF' here-documents
  tick 30s                        lets virtual time pass
  fault node-power worker-2       breaks something; heal NAME TARGET makes it whole
  expect-rc 1                     the exit code that the command before must have had
  cluster: masters=1 workers=2    on the first line: another machine park than three and three
  # ...                           a comment

Exit status: 0 when every expectation held, 1 when one did not or the script cannot be read.
`;

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  const [path, ...rest] = args;
  if (path === undefined || path === "--help" || path === "-h" || rest.length > 0) {
    (path === undefined || rest.length > 0 ? process.stderr : process.stdout).write(USAGE);
    return path === undefined || rest.length > 0 ? 1 : 0;
  }
  try {
    return runFile(path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isOurs = error instanceof ScriptError || error.name === "Error";
    process.stderr.write(`${path}: ${isOurs ? error.message : (error.stack ?? error.message)}\n`);
    return 1;
  }
}

function runFile(path: string): number {
  if (path !== "-" && !existsSync(path)) throw new ScriptError("no such file");
  const script = parseScript(readFileSync(path === "-" ? 0 : path, "utf8"));
  const { yard, host } = scriptYard(script, { readFile });
  let failures = 0;
  for (const { step, mismatch } of runScript(script, telling(script, host))) {
    if (mismatch === undefined) continue;
    failures += 1;
    process.stderr.write(`${path}:${step.line}: ${mismatch}\n`);
  }
  process.stdout.write(
    `# ${secondsOf(yard.history.at)} of virtual time, ${yard.cluster.store.list("Pod", "").length} pods, revision ${yard.cluster.revision}\n`,
  );
  if (failures > 0)
    process.stderr.write(
      `${path}: ${failures} ${failures === 1 ? "expectation" : "expectations"} failed\n`,
    );
  return failures === 0 ? 0 : 1;
}

function readFile(name: string): string | undefined {
  return existsSync(name) ? readFileSync(name, "utf8") : undefined;
}

/** The same door, but everything that goes through it is printed as in a terminal. */
function telling(script: Script, host: ScriptHost): ScriptHost {
  const steps = script.steps.filter((step) => step.type !== "expect-rc").values();
  const announce = () => {
    const { value: step } = steps.next();
    if (step) process.stdout.write(`$ ${textOf(step)}\n`);
    return step;
  };
  return {
    run(line, stdin) {
      announce();
      const result = host.run(line, stdin);
      process.stdout.write(result.stdout);
      process.stdout.write(result.stderr);
      if (result.rc !== 0) process.stdout.write(`# exit code ${result.rc}\n`);
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
