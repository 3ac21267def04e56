import { flat, MEBIBYTE, timeline, type FileChange, type Timeline } from "./behaviour.ts";
import { newShell, runScript } from "./shell/run.ts";
import { isTool, runTool, runTrapBody } from "./shell/tools.ts";

/** Whether the words start a shell or one of the small tools. */
export function isScript(words: readonly string[]): boolean {
  return words[0] !== undefined && isTool(words[0]);
}

/** What a shell script or a small tool does as the first process of a container. It hears SIGTERM only if it has set a trap, as every first process. */
export function scriptTimeline(
  words: readonly string[],
  { env, hostname }: { readonly env: ReadonlyMap<string, string>; readonly hostname: string },
): Timeline {
  const shell = newShell({ variables: env, hostname });
  const script = shellScript(words);
  if (script === undefined) runTool(shell, words);
  else runScript(shell, script);
  const isEndless = shell.end === "forever";
  return timeline({
    lines: shell.lines,
    repeat: shell.repeat,
    exit: isEndless ? null : { atMs: Math.max(shell.nowMs, 20), code: shell.status },
    onTerm: runTrapBody(shell),
    files: shell.files,
    cpuMilli: flat(1),
    memoryBytes: flat(MEBIBYTE),
  });
}

/** The script behind `sh -c …`; undefined for anything else. A bare shell without a terminal ends at once: its script is empty. */
function shellScript(words: readonly string[]): string | undefined {
  const [name = "", ...args] = words;
  if (!/(^|\/)(ba|da)?sh$|(^|\/)ash$/.test(name)) return undefined;
  const at = args.findIndex((arg) => /^-\w*c$/.test(arg));
  return at < 0 ? "" : (args[at + 1] ?? "");
}

/** Runs a command beside the first process, `sinceMs` after the container's start. */
export function execIn(
  files: readonly FileChange[],
  run: {
    readonly command: readonly string[];
    readonly sinceMs: number;
    readonly env: ReadonlyMap<string, string>;
    readonly hostname: string;
  },
): { readonly exitCode: number; readonly output: string; readonly tookMs: number } {
  const [name = ""] = run.command;
  const present = files
    .filter(({ atMs }) => atMs <= run.sinceMs)
    .map((file) => ({ ...file, atMs: 0 }));
  const shell = newShell({ variables: run.env, hostname: run.hostname, files: present });
  if (!isTool(name)) {
    const output = `OCI runtime exec failed: exec failed: unable to start container process: exec: "${name}": executable file not found in $PATH`;
    return { exitCode: 126, output, tookMs: 0 };
  }
  runTool(shell, run.command);
  return {
    exitCode: shell.status,
    output: shell.lines.map(({ text }) => text).join("\n"),
    tookMs: shell.nowMs,
  };
}
