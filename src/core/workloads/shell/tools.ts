import { parseShell } from "./parse.ts";
import { runScript, runStatement, write, type Shell } from "./run.ts";

type Tool = (shell: Shell, args: readonly string[]) => number | void;

const WGET_MS = 20;
const FOREVER_MS = 1000 * 365 * 86_400_000;

/** The small programs that a shell knows. A tool returns its exit code; undefined means 0. */
const TOOLS: Readonly<Record<string, Tool>> = {
  ":": () => 0,
  true: () => 0,
  false: () => 1,
  break: (shell) => void (shell.end = "break"),
  continue: (shell) => void (shell.end = "continue"),
  cat: runCat,
  cd: () => 0,
  chmod: () => 0,
  date: (shell, args) => write(shell, args[0]?.startsWith("+") ? dateFormat(args[0]) : "{date}"),
  echo: runEcho,
  env: runEnv,
  eval: (shell, args) => runInner(shell, args.join(" ")),
  exec: (shell, args) => (args.length > 0 ? runTool(shell, args) : 0),
  exit: runExit,
  export: runExport,
  hostname: (shell) => write(shell, shell.hostname),
  id: (shell) => write(shell, "uid=0(root) gid=0(root) groups=0(root),10(wheel)"),
  kill: () => 0,
  ls: runList,
  mkdir: touchFiles,
  nproc: (shell) => write(shell, "2"),
  printenv: runEnv,
  printf: runPrintf,
  ps: (shell) => write(shell, "PID   USER     TIME  COMMAND\n    1 root      0:00 sh"),
  pwd: (shell) => write(shell, "/"),
  rm: runRemove,
  seq: runSequence,
  set: () => 0,
  sh: runShell,
  bash: runShell,
  "/bin/sh": runShell,
  "/bin/bash": runShell,
  sleep: runSleep,
  sync: () => 0,
  tail: runTail,
  test: runTest,
  "[": runTest,
  touch: touchFiles,
  trap: runTrap,
  uname: (shell, args) =>
    write(
      shell,
      args.includes("-a") ? `Linux ${shell.hostname} 6.12.48 #1 SMP x86_64 GNU/Linux` : "Linux",
    ),
  wait: () => 0,
  wget: runWget,
  whoami: (shell) => write(shell, "root"),
};

/** Whether a program of this name is among the small tools. */
export function isTool(name: string): boolean {
  return Object.hasOwn(TOOLS, baseName(name));
}

/** Runs a program by its words and leaves its exit code in the shell. */
export function runTool(shell: Shell, words: readonly string[]): number {
  const [name = "", ...args] = words;
  const tool = TOOLS[name] ?? TOOLS[baseName(name)];
  if (!tool) {
    write(shell, `sh: ${name}: not found`);
    shell.status = 127;
    return shell.status;
  }
  const status = tool(shell, args) ?? 0;
  if (shell.end !== "exit") shell.status = status;
  return shell.status;
}

/** Whether a file is there at the shell's time. */
export function fileExists(shell: Shell, path: string): boolean {
  let exists = [
    "/",
    "/bin",
    "/etc",
    "/tmp",
    "/dev",
    "/proc",
    "/etc/hostname",
    "/etc/hosts",
  ].includes(path);
  for (const change of shell.files)
    if (change.atMs <= shell.nowMs && (change.path === path || change.path.startsWith(`${path}/`)))
      exists = change.exists;
  return exists;
}

function baseName(name: string): string {
  return /^(?:\/usr)?(?:\/local)?\/s?bin\/(.+)$/.exec(name)?.[1] ?? name;
}

function runEcho(shell: Shell, args: readonly string[]): undefined {
  const flags = args.findIndex((arg) => !/^-[neE]+$/.test(arg));
  const rest = flags < 0 ? [] : args.slice(flags);
  const isEscaped = args.slice(0, Math.max(0, flags)).some((arg) => arg.includes("e"));
  const text = rest.join(" ");
  write(shell, isEscaped ? unescape(text) : text);
}

function runPrintf(shell: Shell, [format = "", ...args]: readonly string[]): undefined {
  let next = 0;
  const text = format.replace(/%(-?\d*)([sd%])/g, (_, __, type: string) =>
    type === "%" ? "%" : (args[next++] ?? ""),
  );
  write(shell, unescape(text).replace(/\n$/, ""));
}

function unescape(text: string): string {
  return text.replaceAll("\\n", "\n").replaceAll("\\t", "\t");
}

function runSleep(shell: Shell, args: readonly string[]): undefined {
  let ms = 0;
  for (const arg of args) {
    const match = /^(\d*\.?\d+)([smhd]?)$/.exec(arg);
    const unit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match?.[2] || "s"] ?? 1000;
    ms += arg === "infinity" || arg === "inf" ? FOREVER_MS : Number(match?.[1] ?? 0) * unit;
  }
  shell.nowMs += Math.round(ms);
  if (ms >= FOREVER_MS) shell.end = "forever";
}

/** Whoever is asked answers: what a container does is decided at its start, before anybody knows. */
function runWget(shell: Shell, args: readonly string[]): number | undefined {
  const url = args.find((arg) => !arg.startsWith("-"));
  shell.nowMs += WGET_MS;
  if (url === undefined) {
    write(
      shell,
      "BusyBox v1.36.1 multi-call binary.\n\nUsage: wget [-cqS] [--spider] [-O FILE] URL",
    );
    return 1;
  }
  if (args.some((arg) => /^-\w*q/.test(arg))) return 0;
  const [host = "", ...path] = url.replace(/^https?:\/\//, "").split("/");
  const file = path.at(-1) || "index.html";
  write(shell, `Connecting to ${host}`);
  write(shell, args.includes("--spider") ? "remote file exists" : `'${file}' saved`);
  return 0;
}

function runTail(shell: Shell, args: readonly string[]): number | undefined {
  if (args.includes("-f") || args.includes("-F")) {
    shell.end = "forever";
    return 0;
  }
  return runCat(shell, args.slice(-1));
}

function runExit(shell: Shell, [code]: readonly string[]): undefined {
  shell.status = code === undefined ? shell.status : Number(code) & 0xff || 0;
  shell.end = "exit";
}

function runShell(shell: Shell, args: readonly string[]): number {
  const at = args.findIndex((arg) => /^-\w*c$/.test(arg));
  if (at < 0) return 0;
  runInner(shell, args[at + 1] ?? "");
  if (shell.end === "exit") shell.end = "none";
  return shell.status;
}

function runInner(shell: Shell, script: string): number {
  runScript(shell, script);
  return shell.status;
}

function runExport(shell: Shell, args: readonly string[]): undefined {
  for (const arg of args) {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(arg) ?? [];
    if (name !== undefined) shell.variables.set(name, value ?? "");
  }
}

function runEnv(shell: Shell, [name]: readonly string[]): number {
  if (name !== undefined) {
    const value = shell.variables.get(name);
    if (value === undefined) return 1;
    write(shell, value);
    return 0;
  }
  const lines = [
    `HOSTNAME=${shell.hostname}`,
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  ];
  for (const [key, value] of shell.variables) lines.push(`${key}=${value}`);
  write(shell, lines.join("\n"));
  return 0;
}

function runCat(shell: Shell, args: readonly string[]): number {
  let status = 0;
  for (const path of args) {
    if (path === "/etc/hostname") write(shell, shell.hostname);
    else if (!fileExists(shell, path)) {
      write(shell, `cat: can't open '${path}': No such file or directory`);
      status = 1;
    }
  }
  return status;
}

function runList(shell: Shell, args: readonly string[]): number {
  let status = 0;
  for (const path of args.filter((arg) => !arg.startsWith("-"))) {
    if (fileExists(shell, path)) write(shell, path);
    else {
      write(shell, `ls: ${path}: No such file or directory`);
      status = 1;
    }
  }
  return status;
}

function touchFiles(shell: Shell, args: readonly string[]): undefined {
  for (const path of args.filter((arg) => !arg.startsWith("-")))
    shell.files.push({ path, atMs: shell.nowMs, exists: true });
}

function runRemove(shell: Shell, args: readonly string[]): undefined {
  for (const path of args.filter((arg) => !arg.startsWith("-")))
    shell.files.push({ path, atMs: shell.nowMs, exists: false });
}

function runSequence(shell: Shell, args: readonly string[]): undefined {
  const [from, to] =
    args.length > 1 ? [Number(args[0]), Number(args.at(-1))] : [1, Number(args[0])];
  const lines: string[] = [];
  for (let i = from; i <= to && lines.length < 1000; i++) lines.push(String(i));
  write(shell, lines.join("\n"));
}

function runTrap(shell: Shell, [body = "", ...signals]: readonly string[]): undefined {
  const isTerm = signals.some((signal) => ["TERM", "SIGTERM", "15", "EXIT"].includes(signal));
  if (isTerm) shell.trap = parseShell(body);
}

function runTest(shell: Shell, words: readonly string[]): number {
  const args = words.at(-1) === "]" ? words.slice(0, -1) : words;
  if (args[0] === "!") return runTest(shell, args.slice(1)) === 0 ? 1 : 0;
  const [a = "", operator = "", b = ""] = args;
  if (args.length === 2) return testUnary(shell, a, operator) ? 0 : 1;
  if (args.length < 2) return a === "" ? 1 : 0;
  return testBinary(operator, a, b) ? 0 : 1;
}

function testUnary(shell: Shell, flag: string, value: string): boolean {
  if (flag === "-z") return value === "";
  if (flag === "-n") return value !== "";
  return fileExists(shell, value);
}

function testBinary(operator: string, a: string, b: string): boolean {
  switch (operator) {
    case "=":
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "-eq":
      return Number(a) === Number(b);
    case "-ne":
      return Number(a) !== Number(b);
    case "-lt":
      return Number(a) < Number(b);
    case "-le":
      return Number(a) <= Number(b);
    case "-gt":
      return Number(a) > Number(b);
    default:
      return operator === "-ge" && Number(a) >= Number(b);
  }
}

/** The few formats that demos use; anything else prints the whole time. */
function dateFormat(_format: string): string {
  return "{date}";
}

/** Runs what `trap` was given and says how the shell ends then. */
export function runTrapBody(
  shell: Shell,
): { readonly afterMs: number; readonly code: number } | null {
  if (!shell.trap) return null;
  const inner: Shell = {
    ...shell,
    lines: [],
    files: [],
    end: "none",
    nowMs: 0,
    status: 0,
    steps: 0,
    trap: null,
  };
  runStatement(inner, shell.trap);
  return { afterMs: inner.nowMs + 20, code: inner.end === "exit" ? inner.status : 143 };
}
