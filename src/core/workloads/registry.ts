import { fnv1a } from "#core/base/hash.ts";
import { rememberByText } from "#core/base/remember.ts";
import {
  flat,
  MEBIBYTE,
  timeline,
  type ImageRun,
  type Run,
  type Timeline,
  type WorkloadDefinition,
} from "./behaviour.ts";
import { execIn, isScript, scriptTimeline } from "./script.ts";
import { workloads } from "./index.ts";

/** What the registry says of an image. Equal in shape to the kubelet's. */
export type ImageAnswer =
  | { readonly found: true; readonly sizeBytes: number; readonly digest: string }
  | { readonly found: false; readonly error: string };

/** Behaviour of images: every answer is a pure function of what is asked. */
export interface Workloads {
  resolve(image: string): ImageAnswer;
  start(run: Run): Timeline;
  exec(
    timeline: Timeline,
    run: {
      readonly command: readonly string[];
      readonly sinceMs: number;
      readonly env: ReadonlyMap<string, string>;
      readonly hostname: string;
    },
  ): { readonly exitCode: number; readonly output: string; readonly tookMs: number };
}

const MAX_REMEMBERED = 500;
const UNKNOWN_SIZE_BYTES = 60 * MEBIBYTE;

/** The workloads of the list. Answers are remembered, which changes nothing but speed. */
export function createWorkloads(): Workloads {
  const byRepository = new Map(workloads.map((each) => [each.repository, each]));
  const remembered = new Map<string, Timeline>();
  return {
    resolve: rememberByText((image) => Object.freeze(resolve(byRepository, image))),
    start: (run) => {
      const key = keyOf(run);
      const known = remembered.get(key);
      if (known) return known;
      const made = startRun(byRepository.get(split(run.image).repository), run);
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(key, made);
      return made;
    },
    exec: (line, run) => execIn(line.files, run),
  };
}

function keyOf({ image, command, args, env, hostname }: Run): string {
  const usesHost = command !== undefined || args !== undefined;
  return JSON.stringify([image, command, args, variablesText(env), usesHost ? hostname : ""]);
}

const textByVariables = new WeakMap<ReadonlyMap<string, string>, string>();

/** All variables but those of Services, as text. Nobody writes into a map of variables once a container runs with it. */
function variablesText(env: ReadonlyMap<string, string>): string {
  let text = textByVariables.get(env);
  if (text === undefined) {
    text = JSON.stringify([...env].filter(([name]) => !/_(SERVICE_|PORT)/.test(name)));
    textByVariables.set(env, text);
  }
  return text;
}

/** Repository and tag of a fully qualified name; an image by digest has the tag "". */
function split(image: string): { repository: string; tag: string } {
  const name = image.split("@")[0] ?? image;
  const colon = name.lastIndexOf(":");
  if (colon <= name.lastIndexOf("/")) return { repository: name, tag: "" };
  return { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
}

function resolve(
  byRepository: ReadonlyMap<string, WorkloadDefinition>,
  image: string,
): ImageAnswer {
  const { repository, tag } = split(image);
  const definition = byRepository.get(repository);
  if (definition && tag !== "" && !definition.tags.some((known) => fits(known, tag))) {
    const error = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
    return { found: false, error: `rpc error: code = NotFound desc = ${error}` };
  }
  const varied = fnv1a(image) % (512 * 1024);
  const sizeBytes = (definition?.sizeBytes ?? UNKNOWN_SIZE_BYTES) + varied;
  return { found: true, sizeBytes, digest: `sha256:${digestOf(image)}` };
}

function fits(known: string, tag: string): boolean {
  return known.endsWith("*") ? tag.startsWith(known.slice(0, -1)) : known === tag;
}

function digestOf(image: string): string {
  return ["a", "b", "c", "d", "e", "f", "g", "h"]
    .map((part) => fnv1a(`${part}/${image}`).toString(16).padStart(8, "0"))
    .join("");
}

function startRun(definition: WorkloadDefinition | undefined, run: Run): Timeline {
  const { tag } = split(run.image);
  const entrypoint = run.command ?? definition?.entrypoint ?? [];
  const cmd = run.args ?? (run.command ? [] : (definition?.cmd ?? []));
  const words = [...entrypoint, ...cmd];
  if (!definition)
    return run.command && isScript(words) ? scriptTimeline(words, run) : quietServer();
  const imageRun: ImageRun = { ...run, tag, words };
  const [name = ""] = words;
  const isOwn = run.command === undefined && definition.entrypoint.length > 0;
  if (isOwn || definition.programs.includes(name)) return definition.run(imageRun);
  if (!definition.hasShell) return run.command ? notFound(name) : definition.run(imageRun);
  return isScript(words) ? scriptTimeline(words, run) : notFound(name);
}

function notFound(name: string): Timeline {
  const cause = `exec: "${name}": executable file not found in $PATH`;
  return timeline({
    startError: `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${cause}: unknown`,
    exit: { atMs: 0, code: 128 },
  });
}

/** An image nobody knows: a server that answers on every port. */
function quietServer(): Timeline {
  return timeline({
    listeners: [
      {
        port: 0,
        protocol: "http",
        fromMs: 800,
        untilMs: Number.MAX_SAFE_INTEGER,
        paths: [{ path: "*", status: 200, fromMs: 800 }],
      },
    ],
    memoryBytes: flat(32 * MEBIBYTE),
  });
}
