import {
  DOUBLE,
  BOOL,
  BYTES,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  NULL,
  optionalOf,
  STRING,
  TIMESTAMP,
  TYPE,
  UINT,
  type CelType,
} from "./types.ts";
import type { AccessCheck, CelValue } from "./values.ts";

/** What functions may ask of the outside. */
export interface CelOutside {
  /** Who may do what, for the authorizer library. */
  authorize?(
    check: AccessCheck,
    verb: string,
  ): { readonly isAllowed: boolean; readonly reason: string };
}

/** What a function does with its values, the target first. Throws a CelError when it cannot. */
export type CelFunction = (args: readonly CelValue[], outside: CelOutside) => CelValue;

/** One way in which a function can be called. */
export interface Overload {
  readonly name: string;
  readonly isMember: boolean;
  /** The target's type first, if it has one. */
  readonly params: readonly CelType[];
  readonly result: CelType;
  readonly run: CelFunction;
}

const NAMED: Readonly<Record<string, CelType>> = {
  bool: BOOL,
  int: INT,
  uint: UINT,
  double: DOUBLE,
  string: STRING,
  bytes: BYTES,
  null: NULL,
  dyn: DYN,
  type: TYPE,
  timestamp: TIMESTAMP,
  duration: DURATION,
};

/** Kubernetes' own types by the word that signatures use for them. */
const OPAQUE: Readonly<Record<string, string>> = {
  quantity: "kubernetes.Quantity",
  url: "kubernetes.URL",
  ip: "net.IP",
  cidr: "net.CIDR",
  semver: "kubernetes.Semver",
  format: "kubernetes.NamedFormat",
  authorizer: "kubernetes.authorization.Authorizer",
  pathcheck: "kubernetes.authorization.PathCheck",
  groupcheck: "kubernetes.authorization.GroupCheck",
  resourcecheck: "kubernetes.authorization.ResourceCheck",
  decision: "kubernetes.authorization.Decision",
};

/** One of Kubernetes' own types. */
export function opaqueType(word: string): CelType {
  return { kind: "opaque", name: OPAQUE[word] ?? word };
}

/** Reads `string.split(string, int): list(string)`; a signature starting with a dot has no target. */
function readSignature(signature: string): Omit<Overload, "run"> {
  const open = signature.indexOf("(");
  const close = signature.lastIndexOf("):");
  const head = signature.slice(0, open);
  const result = readType(signature.slice(close + 2).trim());
  const params = splitTypes(signature.slice(open + 1, close)).map(readType);
  const [, target, method] = /^([a-z]\w*|[A-Z]|\w+<.*>)\.(\w+)$/.exec(head) ?? [];
  if (target === undefined || method === undefined || head.startsWith("."))
    return { name: head.replace(/^\./, ""), isMember: false, params, result };
  return { name: method, isMember: true, params: [readType(target), ...params], result };
}

function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const character of text) {
    if (character === "<") depth++;
    if (character === ">") depth--;
    if (character === "," && depth === 0) {
      parts.push(part.trim());
      part = "";
    } else part += character;
  }
  return part.trim() === "" ? parts : [...parts, part.trim()];
}

function readType(text: string): CelType {
  const [, outer, inner = ""] = /^(\w+)<(.*)>$/.exec(text) ?? [];
  const [first = DYN, second = DYN] = outer === undefined ? [] : splitTypes(inner).map(readType);
  if (outer === "list") return listOf(first);
  if (outer === "map") return mapOf(first, second);
  if (outer === "optional") return optionalOf(first);
  if (/^[A-Z]$/.test(text)) return { kind: "param", name: text };
  return NAMED[text] ?? opaqueType(text);
}

/** Overloads from a table of signatures and what they do. */
export function overloadsOf(table: Readonly<Record<string, CelFunction>>): readonly Overload[] {
  return Object.entries(table).flatMap(([signatures, run]) =>
    signatures.split(" | ").map((signature) => ({ ...readSignature(signature), run })),
  );
}
