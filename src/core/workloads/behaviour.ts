import type { Millis } from "#core/base/time.ts";

/** A line of output, `atMs` after the container's start. `{date}` in it stands for the time at which it is written. */
export interface OutputLine {
  readonly atMs: Millis;
  readonly text: string;
}

/** HTTP status of a path from a time on; `*` fits every path that no other rule names. */
export interface PathRule {
  readonly path: string;
  readonly status: number;
  readonly fromMs: Millis;
}

/** What answers on a port while `fromMs <= time < untilMs`. Port 0 stands for every port. */
export interface Listener {
  readonly port: number;
  readonly protocol: "http" | "tcp";
  readonly fromMs: Millis;
  readonly untilMs: Millis;
  readonly paths: readonly PathRule[];
}

/** A point of a curve that is linear between points and constant behind the last. */
export interface CurvePoint {
  readonly atMs: Millis;
  readonly value: number;
}

/** A file that comes or goes. */
export interface FileChange {
  readonly path: string;
  readonly atMs: Millis;
  readonly exists: boolean;
}

/** Everything one run of a container will do if nobody interferes. Times count from its start. Frozen. Equal in shape to the kubelet's. */
export interface Timeline {
  readonly lines: readonly OutputLine[];
  readonly repeat: {
    readonly fromMs: Millis;
    readonly everyMs: Millis;
    readonly lines: readonly OutputLine[];
  } | null;
  readonly exit: { readonly atMs: Millis; readonly code: number } | null;
  /** What SIGTERM does; null: nothing, so that SIGKILL must do it. */
  readonly onTerm: { readonly afterMs: Millis; readonly code: number } | null;
  readonly listeners: readonly Listener[];
  readonly files: readonly FileChange[];
  readonly cpuMilli: readonly CurvePoint[];
  readonly memoryBytes: readonly CurvePoint[];
  readonly serviceMs: Millis;
  readonly startError: string | null;
}

/** What a container is started with. */
export interface Run {
  /** Fully qualified: `docker.io/library/nginx:1.27`. */
  readonly image: string;
  readonly command: readonly string[] | undefined;
  readonly args: readonly string[] | undefined;
  readonly env: ReadonlyMap<string, string>;
  readonly hostname: string;
}

/** A run with its image's tag and its words put together as the image says. */
export interface ImageRun extends Run {
  readonly tag: string;
  /** Command and arguments, the image's own where none were given. */
  readonly words: readonly string[];
}

/** How one image behaves: one file each. */
export interface WorkloadDefinition {
  /** Fully qualified, without tag: `docker.io/library/nginx`. */
  readonly repository: string;
  /** Tags that the registry knows. A `*` at the end fits every tag that begins like this. */
  readonly tags: readonly string[];
  readonly sizeBytes: number;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  /** Whether a shell and the usual small tools are in the image. */
  readonly hasShell: boolean;
  /** Names of programs besides the small tools; running one of them gives `run`. */
  readonly programs: readonly string[];
  /** What the image's own program does. */
  run(run: ImageRun): Timeline;
}

/** Checks the shape of a definition at compile time and returns it. */
export function defineWorkload(definition: WorkloadDefinition): WorkloadDefinition {
  return definition;
}

/** Bytes of a mebibyte. */
export const MEBIBYTE = 1024 * 1024;

const QUIET: Timeline = {
  lines: [],
  repeat: null,
  exit: null,
  onTerm: { afterMs: 100, code: 0 },
  listeners: [],
  files: [],
  cpuMilli: [{ atMs: 0, value: 1 }],
  memoryBytes: [{ atMs: 0, value: 8 * MEBIBYTE }],
  serviceMs: 5,
  startError: null,
};

/** A timeline that differs from a quiet process in what is given. Frozen. */
export function timeline(parts: Partial<Timeline>): Timeline {
  return Object.freeze({ ...QUIET, ...parts });
}

/** A process that writes some lines and ends. */
export function endsWith(code: number, lines: readonly string[], atMs: Millis = 300): Timeline {
  return timeline({ lines: linesAt(0, lines), exit: { atMs, code } });
}

/** Lines all written at one time. */
export function linesAt(atMs: Millis, texts: readonly string[]): OutputLine[] {
  return texts.map((text) => ({ atMs, text }));
}

/** An HTTP server on a port that answers 200 on the paths from `fromMs` on; other paths 404. */
export function httpOn(port: number, fromMs: Millis, paths: readonly string[] = ["*"]): Listener {
  return {
    port,
    protocol: "http",
    fromMs,
    untilMs: Number.MAX_SAFE_INTEGER,
    paths: paths.map((path) => ({ path, status: 200, fromMs })),
  };
}

/** A server that only takes connections. */
export function tcpOn(port: number, fromMs: Millis): Listener {
  return { port, protocol: "tcp", fromMs, untilMs: Number.MAX_SAFE_INTEGER, paths: [] };
}

/** A curve without change. */
export function flat(value: number): readonly CurvePoint[] {
  return [{ atMs: 0, value }];
}
