import type { FileChange, OutputLine } from "../behaviour.ts";
import { expandWords } from "./expand.ts";
import { runTool } from "./tools.ts";
import { parseShell, type Statement } from "./parse.ts";

/** Where a program stands: its clock, what it has written, and what it knows. */
export interface Shell {
  nowMs: number;
  lines: OutputLine[];
  files: FileChange[];
  variables: Map<string, string>;
  readonly hostname: string;
  status: number;
  /** Text that substitutions collect instead of writing it. */
  capture: string[] | null;
  end: "none" | "exit" | "break" | "continue" | "forever";
  repeat: { fromMs: number; everyMs: number; lines: OutputLine[] } | null;
  /** Body of `trap … TERM`. */
  trap: Statement | null;
  steps: number;
}

const MAX_STEPS = 20_000;
const MAX_LINES = 3_000;
/** Rounds that are run one by one before the rest counts as the same for ever. */
const LEAD_ROUNDS = 60;
/** A loop without any wait would spin: it gets this much time a round. */
const SPIN_MS = 10;

/** A shell at its start. */
export function newShell(options: {
  readonly variables: ReadonlyMap<string, string>;
  readonly hostname: string;
  readonly files?: readonly FileChange[];
}): Shell {
  return {
    nowMs: 0,
    lines: [],
    files: [...(options.files ?? [])],
    variables: new Map(options.variables),
    hostname: options.hostname,
    status: 0,
    capture: null,
    end: "none",
    repeat: null,
    trap: null,
    steps: 0,
  };
}

/** Runs a script to its end, or to where it goes on for ever. */
export function runScript(shell: Shell, script: string): void {
  runStatement(shell, parseShell(script));
}

/** Writes a line. */
export function write(shell: Shell, text: string): void {
  if (shell.capture) shell.capture.push(text);
  else if (shell.lines.length < MAX_LINES)
    for (const line of text.split("\n")) shell.lines.push({ atMs: shell.nowMs, text: line });
}

/** Runs one statement. */
export function runStatement(shell: Shell, statement: Statement): void {
  shell.steps += 1;
  if (shell.end !== "none") return;
  if (shell.steps > MAX_STEPS) {
    shell.end = "forever";
    return;
  }
  switch (statement.type) {
    case "command":
      runCommand(shell, statement);
      return;
    case "sequence":
      for (const part of statement.parts) runStatement(shell, part);
      return;
    case "and":
    case "or":
      runStatement(shell, statement.left);
      if ((shell.status === 0) === (statement.type === "and")) runStatement(shell, statement.right);
      return;
    case "pipe":
      runPipe(shell, statement);
      return;
    case "not":
      runStatement(shell, statement.part);
      shell.status = shell.status === 0 ? 1 : 0;
      return;
    case "background":
      runBackground(shell, statement.part);
      return;
    case "loop":
      runLoop(shell, statement);
      return;
    case "for":
      runFor(shell, statement);
      return;
    case "if":
      runStatement(shell, statement.condition);
      if (shell.status === 0) runStatement(shell, statement.then);
      else if (statement.otherwise) runStatement(shell, statement.otherwise);
      else shell.status = 0;
      return;
  }
}

function runCommand(shell: Shell, statement: Extract<Statement, { type: "command" }>): void {
  const words = expandWords(shell, statement.words);
  const assignment = /^([A-Za-z_]\w*)=(.*)$/s;
  while (words[0] !== undefined && assignment.test(words[0])) {
    const [, name = "", value = ""] = assignment.exec(words.shift() ?? "") ?? [];
    shell.variables.set(name, value);
    shell.status = 0;
  }
  if (words.length === 0) return;
  const outer = shell.capture;
  if (statement.isHidden) shell.capture = [];
  runTool(shell, words);
  if (!statement.isHidden) return;
  shell.capture = outer;
  const [file = ""] = expandWords(shell, [statement.file]);
  if (file.startsWith("/dev/")) {
    return;
  }
  shell.files.push({ path: file, atMs: shell.nowMs, exists: true });
}

/** Text goes through unchanged where the right side would only pass it on. */
function runPipe(shell: Shell, statement: Extract<Statement, { type: "pipe" }>): void {
  const name = statement.right.type === "command" ? statement.right.words[0] : "";
  const outer = shell.capture;
  shell.capture = [];
  runStatement(shell, statement.left);
  const text = shell.capture;
  shell.capture = outer;
  if (name === "tee" || name === "cat" || name === "sort" || name === "xargs")
    for (const line of text) write(shell, line);
  else if (name === "grep") grep(shell, statement.right, text);
  else if (name === "wc") write(shell, String(text.join("\n").split("\n").length));
  else if (name === "head" || name === "tail") write(shell, text.join("\n"));
  else runStatement(shell, statement.right);
}

function grep(shell: Shell, right: Statement, text: readonly string[]): void {
  const words = right.type === "command" ? expandWords(shell, right.words) : [];
  const pattern = words.slice(1).find((word) => !word.startsWith("-")) ?? "";
  const found = text.flatMap((each) => each.split("\n")).filter((each) => each.includes(pattern));
  if (!words.includes("-q")) for (const line of found) write(shell, line);
  shell.status = found.length > 0 ? 0 : 1;
}

function runBackground(shell: Shell, part: Statement): void {
  const { nowMs } = shell;
  runStatement(shell, part);
  shell.nowMs = nowMs;
  if (shell.end === "exit" || shell.end === "forever") shell.end = "none";
  shell.status = 0;
}

function runLoop(
  shell: Shell,
  { isUntil, condition, body }: Extract<Statement, { type: "loop" }>,
): void {
  for (let round = 0; ; round++) {
    const fromMs = shell.nowMs;
    const firstLine = shell.lines.length;
    runStatement(shell, condition);
    if (shell.end !== "none") return;
    if ((shell.status === 0) === isUntil) break;
    runStatement(shell, body);
    const end = endOf(shell);
    if (end === "break") break;
    if (end !== "none") return;
    if (shell.nowMs === fromMs) shell.nowMs += SPIN_MS;
    if (round < LEAD_ROUNDS) continue;
    const lines = shell.lines
      .slice(firstLine)
      .map(({ atMs, text }) => ({ atMs: atMs - fromMs, text }));
    shell.repeat = { fromMs: shell.nowMs, everyMs: shell.nowMs - fromMs, lines };
    shell.end = "forever";
    return;
  }
  shell.status = 0;
}

function runFor(shell: Shell, { name, words, body }: Extract<Statement, { type: "for" }>): void {
  const values = expandWords(shell, words).flatMap(braceRange);
  for (const value of values) {
    shell.variables.set(name, value);
    runStatement(shell, body);
    if (endOf(shell) !== "none") return;
  }
}

/** How a round of a loop ended; `break` and `continue` are used up by it. */
function endOf(shell: Shell): Shell["end"] {
  const { end } = shell;
  if (end === "break" || end === "continue") shell.end = "none";
  return end === "continue" ? "none" : end;
}

function braceRange(word: string): string[] {
  const range = /^\{(-?\d+)\.\.(-?\d+)\}$/.exec(word);
  if (!range) return word.split(/\s+/).filter((each) => each !== "");
  const [from, to] = [Number(range[1]), Number(range[2])];
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.min(1000, Math.abs(to - from) + 1) }, (_, i) =>
    String(from + i * step),
  );
}
