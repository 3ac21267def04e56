import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { KubeObject } from "#core/api/meta.ts";
import type { FlagSpec, Flags } from "./flags.ts";
import { goJson, isMap } from "./json.ts";

export const APPEND_HASH_FLAG: FlagSpec = { name: "append-hash", type: "bool" };

const LENGTH = 10;
/** Digits that could spell bad words become letters that cannot. */
const LETTERS: Readonly<Record<string, string>> = { 0: "g", 1: "h", 3: "k", a: "m", e: "t" };

/** The object under a name that ends in a hash of what it holds, where that was asked for. Models kubectl pkg/util/hash. */
export function withContentHash<Kind extends KubeObject>(object: Kind, flags: Flags): Kind {
  if (!flags.on("append-hash")) return object;
  const { data, type } = object as { readonly data?: unknown; readonly type?: unknown };
  const { name = "" } = object.metadata;
  const content = {
    kind: object.kind,
    name,
    data: isMap(data) ? data : {},
    ...(object.kind === "Secret" && { type: type ?? "" }),
  };
  const digits = [...bytesToHex(sha256(utf8ToBytes(goJson(content)))).slice(0, LENGTH)];
  const hash = digits.map((digit) => LETTERS[digit] ?? digit).join("");
  return { ...object, metadata: { ...object.metadata, name: `${name}-${hash}` } };
}
