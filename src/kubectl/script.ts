import { parseDuration } from "./go-duration.ts";

/** One line of a script. Line numbers count from one. */
export type ScriptStep =
  | {
      readonly type: "command";
      readonly line: number;
      readonly text: string;
      readonly stdin: string;
      readonly expected?: string;
    }
  | {
      readonly type: "tick";
      readonly line: number;
      readonly ms: number;
      readonly expected?: string;
    }
  | {
      readonly type: "fault";
      readonly line: number;
      readonly name: string;
      readonly target: string;
      readonly on: boolean;
      readonly expected?: string;
    }
  | { readonly type: "expect-rc"; readonly line: number; readonly rc: number };

/** A parsed script. */
export interface Script {
  /** `cluster:` settings of the first line, such as masters and workers. */
  readonly cluster: Readonly<Record<string, string>>;
  readonly steps: readonly ScriptStep[];
}

/** What a command line printed, and its exit code. */
export interface LineResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly rc: number;
}

/** The world a script runs in. */
export interface ScriptHost {
  run(line: string, stdin: string): LineResult;
  /** Lets virtual time pass. */
  tick(ms: number): void;
  /** Breaks or heals something. */
  fault(name: string, target: string, on: boolean): void;
}

/** What happened to one step. */
export interface StepResult {
  readonly step: ScriptStep;
  /** Set for command lines. */
  readonly result?: LineResult;
  /** Why the step is not as the script says. */
  readonly mismatch?: string;
}

/** A line that is no step. */
export class ScriptError extends Error {
  override readonly name = "ScriptError";
}

/** Reads a script: command lines with here-documents, `tick`, `fault`, `heal`, `expect-rc`, comments; `----` begins what a step must print. Throws a ScriptError. */
export function parseScript(text: string): Script {
  const lines = text.split("\n");
  const steps: ScriptStep[] = [];
  let cluster: Readonly<Record<string, string>> = {};
  let at = 0;
  while (at < lines.length) {
    const line = (lines[at] ?? "").trim();
    const number = at + 1;
    at += 1;
    if (line === "" || line.startsWith("#")) continue;
    if (line.startsWith("cluster:")) {
      cluster = settingsOf(line);
      continue;
    }
    if (line === "----") {
      const end = endOfExpected(lines, at);
      const last = steps.pop();
      if (!last || last.type === "expect-rc")
        throw new ScriptError(`line ${number}: ---- needs a step above it`);
      steps.push({
        ...last,
        expected: lines
          .slice(at, end)
          .map((each) => `${each}\n`)
          .join(""),
      });
      at = end + 1;
      continue;
    }
    const hereDocument = /^(.*?)<<\s*(['"]?)(\w+)\2\s*$/.exec(line);
    if (!hereDocument) {
      steps.push(stepOf(line, number));
      continue;
    }
    const end = lines.indexOf(hereDocument[3] ?? "", at);
    if (end < 0) throw new ScriptError(`line ${number}: the here-document does not end`);
    const stdin = lines
      .slice(at, end)
      .map((each) => `${each}\n`)
      .join("");
    steps.push({ type: "command", line: number, text: (hereDocument[1] ?? "").trim(), stdin });
    at = end + 1;
  }
  return { cluster, steps };
}

/** Expected output ends before the first empty line, or, when it begins with a second `----`, at the next pair. */
function endOfExpected(lines: readonly string[], from: number): number {
  const end = lines.findIndex((line, i) => i >= from && line.trim() === "");
  return end < 0 ? lines.length : end;
}

function settingsOf(line: string): Record<string, string> {
  const pairs = line
    .slice("cluster:".length)
    .trim()
    .split(/\s+/)
    .filter((pair) => pair !== "");
  return Object.fromEntries(
    pairs.map((pair) => [pair.split("=")[0] ?? "", pair.split("=")[1] ?? ""]),
  );
}

function stepOf(line: string, number: number): ScriptStep {
  const [word = "", first = "", ...rest] = line.split(/\s+/);
  if (word === "tick") {
    const parsed = parseDuration(first);
    if ("error" in parsed) throw new ScriptError(`line ${number}: ${parsed.error}`);
    return { type: "tick", line: number, ms: parsed.ms };
  }
  if (word === "fault" || word === "heal") {
    return {
      type: "fault",
      line: number,
      name: first,
      target: rest.join(" "),
      on: word === "fault",
    };
  }
  if (word === "expect-rc") return { type: "expect-rc", line: number, rc: Number(first) };
  if (word !== "kubectl" && word !== "k")
    throw new ScriptError(`line ${number}: not a step: ${line}`);
  return { type: "command", line: number, text: line, stdin: "" };
}

/** Runs a script to its end; a step that prints something else than expected, or ends otherwise, is told and does not stop the rest. */
export function runScript(script: Script, host: ScriptHost): readonly StepResult[] {
  const results: StepResult[] = [];
  let last: LineResult | undefined;
  for (const step of script.steps) {
    if (step.type === "expect-rc") {
      const mismatch =
        last && last.rc !== step.rc ? `exit code ${last.rc}, expected ${step.rc}` : undefined;
      results.push({ step, ...(mismatch !== undefined && { mismatch }) });
      continue;
    }
    if (step.type === "tick") host.tick(step.ms);
    else if (step.type === "fault") host.fault(step.name, step.target, step.on);
    const result = step.type === "command" ? host.run(step.text, step.stdin) : undefined;
    last = result ?? last;
    const printed = result ? printedText(result) : "";
    const mismatch =
      step.expected !== undefined && step.expected !== printed
        ? `printed\n${printed}expected\n${step.expected}`
        : undefined;
    results.push({ step, ...(result && { result }), ...(mismatch !== undefined && { mismatch }) });
  }
  return results;
}

/** What a datadriven script shows of a command: stdout, stderr, and the exit code when it is not zero. Empty lines are shown as a dot. */
export function printedText({ stdout, stderr, rc }: LineResult): string {
  const text = `${stdout}${stderr}${rc === 0 ? "" : `exit code ${rc}\n`}`;
  return text.replace(/^$(?=\n)/gm, ".");
}

/** The script's text with every `----` block rewritten to what the steps printed now; steps without a block stay so. */
export function rewriteScript(text: string, results: readonly StepResult[]): string {
  const printed = new Map(
    results.flatMap(({ step, result }) =>
      result ? [[step.line, printedText(result)] as const] : [],
    ),
  );
  const lines = text.split("\n");
  const out: string[] = [];
  let current = 0;
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    at += 1;
    if (printed.has(at)) current = at;
    out.push(line);
    if (line.trim() !== "----") continue;
    out.push(...(printed.get(current) ?? "").split("\n").slice(0, -1));
    at = endOfExpected(lines, at);
  }
  return out.join("\n");
}
