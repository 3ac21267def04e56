import type { Selection } from "#app/state/yard-state.ts";

/** What a page around the frame may ask for. */
export type EmbedRequest =
  | { readonly type: "play" }
  | { readonly type: "pause" }
  /** Goes to a virtual time, ms. */
  | { readonly type: "seek"; readonly at: number }
  | { readonly type: "speed"; readonly factor: number }
  /** A manifest, as if it were applied in the editor. */
  | { readonly type: "apply"; readonly yaml: string }
  | {
      readonly type: "select";
      readonly kind: Exclude<Selection["kind"], "Mark">;
      readonly name: string;
      readonly namespace: string;
    }
  | { readonly type: "lang"; readonly language: "en" | "ko" };

/** What the frame tells the page around it. */
export type EmbedEvent =
  | { readonly type: "ready"; readonly at: number }
  /** A sentence of the caption bar. */
  | { readonly type: "event"; readonly at: number; readonly text: string }
  /** A step of the open lesson is done, or the whole of it. */
  | {
      readonly type: "goal";
      readonly lesson: string;
      readonly step: number;
      readonly status: "running" | "solved" | "failed";
    }
  | { readonly type: "size"; readonly width: number; readonly height: number }
  /** An answer to a request that could not be done. */
  | { readonly type: "error"; readonly request: string; readonly message: string };

/** A request that was read, or why it was not. `null`: the message is not meant for us. */
export type ReadRequest =
  | { readonly ok: true; readonly request: EmbedRequest }
  | { readonly ok: false; readonly request: string; readonly message: string }
  | null;

/** Every message, in both directions, carries this mark and version. */
export const MARK = { podyard: 1 } as const;

const MAX_YAML_CHARS = 100_000;
const LATEST_MS = 24 * 3600 * 1000;
const SPEEDS = { from: 0.1, to: 100 };
const KINDS = ["Pod", "Node", "Deployment", "ReplicaSet", "Service", "Etcd"] as const;

/** Reads a message from outside. Whatever it holds, nothing but a sound request comes out. */
export function readRequest(message: unknown): ReadRequest {
  if (typeof message !== "object" || message === null) return null;
  const fields = message as Readonly<Record<string, unknown>>;
  if (fields["podyard"] !== MARK.podyard) return null;
  const type = fields["type"];
  const read = typeof type === "string" && Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (!read)
    return {
      ok: false,
      request: String(type).slice(0, 40),
      message: `type must be one of ${Object.keys(READERS).join(", ")}`,
    };
  const request = read(fields);
  return typeof request === "string"
    ? { ok: false, request: String(type), message: request }
    : { ok: true, request };
}

type Fields = Readonly<Record<string, unknown>>;

/** By type: the request, or a sentence about what is wrong with it. */
const READERS: Readonly<Record<string, (fields: Fields) => EmbedRequest | string>> = {
  play: () => ({ type: "play" }),
  pause: () => ({ type: "pause" }),
  seek({ at }) {
    return isNumberIn(at, { from: 0, to: LATEST_MS })
      ? { type: "seek", at }
      : `at must be virtual milliseconds from 0 to ${LATEST_MS}`;
  },
  speed({ factor }) {
    return isNumberIn(factor, SPEEDS)
      ? { type: "speed", factor }
      : `factor must be a number from ${SPEEDS.from} to ${SPEEDS.to}`;
  },
  apply({ yaml }) {
    return typeof yaml === "string" && yaml !== "" && yaml.length <= MAX_YAML_CHARS
      ? { type: "apply", yaml }
      : `yaml must be a text of at most ${MAX_YAML_CHARS} characters`;
  },
  select({ kind, name, namespace = "default" }) {
    const known = KINDS.find((each) => each === kind);
    if (!known) return `kind must be one of ${KINDS.join(", ")}`;
    if (typeof name !== "string" || typeof namespace !== "string")
      return "name and namespace must be texts";
    return { type: "select", kind: known, name, namespace };
  },
  lang({ language }) {
    return language === "en" || language === "ko"
      ? { type: "lang", language }
      : "language must be en or ko";
  },
};

function isNumberIn(
  value: unknown,
  { from, to }: { readonly from: number; readonly to: number },
): value is number {
  return typeof value === "number" && value >= from && value <= to;
}
