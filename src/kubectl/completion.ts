import type { KubeObject } from "#core/api/meta.ts";
import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import { itemsOf } from "./api.ts";
import type { Command } from "./command.ts";
import { commands } from "./commands/index.ts";
import type { ApiResource, Session } from "./define.ts";
import type { FlagSpec } from "./flags.ts";
import { templateOf } from "./pod-template.ts";
import { findResource, preferredResources } from "./resources.ts";
import { GLOBAL_FLAGS } from "./global-flags.ts";

/** Asks the API server and has the answer at once. */
export type ReadNow = (request: Omit<ApiRequest, "user" | "agent">) => ApiResponse;

/** Where the line is typed. */
export type CompletionSession = Partial<Pick<Session, "namespace" | "resources">>;

interface CompletionReader {
  readonly session: { readonly namespace: string } & Pick<Session, "resources">;
  /** Objects of a resource in a namespace; "" means all namespaces. */
  list(resource: ApiResource, namespace: string): readonly KubeObject[];
}

/** What may stand at the cursor. */
export interface Completion {
  /** Where the word under the cursor begins; candidates replace the text from here to the cursor. */
  readonly from: number;
  readonly candidates: readonly string[];
}

/** Commands whose words are a type and names. */
const TAKES_OBJECTS: readonly string[] = [
  "get",
  "describe",
  "delete",
  "scale",
  "label",
  "annotate",
  "patch",
  "expose",
  "autoscale",
  "edit",
  "explain",
  "wait",
  "history",
  "pause",
  "restart",
  "resume",
  "status",
  "undo",
  "image",
  "env",
  "resources",
  "taint",
];
const TAKES_NODES: readonly string[] = ["cordon", "uncordon", "drain"];
const TAKES_PODS: readonly string[] = ["logs", "exec", "attach", "port-forward"];
const ROLLS_OUT: readonly string[] = ["Deployment", "DaemonSet", "StatefulSet"];

/** What could be typed at the cursor of a kubectl line. */
export function complete(
  line: string,
  cursor: number,
  read: ReadNow,
  session: CompletionSession = {},
): Completion {
  const reader = readerOf(read, session);
  const before = line.slice(0, cursor);
  const word = /\S*$/.exec(before)?.[0] ?? "";
  const words = before
    .slice(0, before.length - word.length)
    .split(/\s+/)
    .filter((each) => each !== "");
  const from = cursor - word.length;
  if (words.length === 0) return { from, candidates: startingWith(["kubectl", "k"], word) };
  const rest = words[0] === "kubectl" || words[0] === "k" ? words.slice(1) : words;
  return offsetBy(from, word, rest, reader);
}

function readerOf(
  read: ReadNow,
  { namespace = "default", resources }: CompletionSession,
): CompletionReader {
  return {
    session: { namespace, ...(resources && { resources }) },
    list: (resource, place) => {
      const { group, version, plural } = resource;
      const response = read({
        verb: "list",
        group,
        version,
        resource: plural,
        subresource: "",
        namespace: place,
        name: "",
        options: {},
      });
      return response.code < 400 ? itemsOf(response.body, resource) : [];
    },
  };
}

function offsetBy(
  from: number,
  word: string,
  words: readonly string[],
  reader: CompletionReader,
): Completion {
  const { chain, args, pendingFlag } = readWords(words);
  const command = chain.at(-1);
  if (pendingFlag)
    return { from, candidates: startingWith(flagValues(pendingFlag, words, args, reader), word) };
  const equals = word.startsWith("--") ? word.indexOf("=") : -1;
  if (equals > 0) {
    const spec = specsOf(command).find((each) => each.name === word.slice(2, equals));
    const values = spec ? flagValues(spec, words, args, reader) : [];
    return { from: from + equals + 1, candidates: startingWith(values, word.slice(equals + 1)) };
  }
  if (word.startsWith("-"))
    return { from, candidates: startingWith(specsOf(command).map(flagWord), word) };
  if (!command || command.subcommands.length > 0) {
    const names = (command?.subcommands ?? commands).map((each) => each.name);
    return { from, candidates: startingWith([...names].sort(), word) };
  }
  return objectCompletion({ from, word, command, args, words }, reader);
}

function specsOf(command: Command | undefined): readonly FlagSpec[] {
  return [...(command?.flags ?? []), ...GLOBAL_FLAGS];
}

function flagWord(flag: FlagSpec): string {
  return flag.type === "bool" || flag.bare !== undefined ? `--${flag.name}` : `--${flag.name}=`;
}

/** Splits words into the commands they name, their arguments, and a flag that still waits for its value. */
function readWords(words: readonly string[]): {
  chain: readonly Command[];
  args: readonly string[];
  pendingFlag: FlagSpec | undefined;
} {
  const chain: Command[] = [];
  const args: string[] = [];
  let pendingFlag: FlagSpec | undefined;
  for (const word of words) {
    if (pendingFlag) {
      pendingFlag = undefined;
      continue;
    }
    if (word.startsWith("-") && word.length > 1) {
      const spec = specsOf(chain.at(-1)).find(
        (each) => word === `--${each.name}` || word === `-${each.short ?? ""}`,
      );
      if (spec && spec.type !== "bool" && spec.bare === undefined) pendingFlag = spec;
      continue;
    }
    const available = chain.length === 0 ? commands : (chain.at(-1)?.subcommands ?? []);
    const found =
      args.length === 0
        ? available.find((each) => each.name === word || each.aliases.includes(word))
        : undefined;
    if (found) chain.push(found);
    else args.push(word);
  }
  return { chain, args, pendingFlag };
}

function flagValues(
  flag: FlagSpec,
  words: readonly string[],
  args: readonly string[],
  reader: CompletionReader,
): readonly string[] {
  if (flag.choices) return flag.choices;
  if (flag.name === "namespace") return namesOf(reader, "namespaces", "");
  if (flag.name === "container" || flag.name === "containers")
    return containerNames(reader, args, namespaceOf(words, reader));
  return [];
}

function namespaceOf(words: readonly string[], { session }: CompletionReader): string {
  const at = words.findIndex((word) => word === "-n" || word === "--namespace");
  const joined = words.find((word) => word.startsWith("--namespace=") || /^-n./.test(word));
  if (at >= 0) return words[at + 1] ?? session.namespace;
  return joined?.replace(/^(--namespace=|-n=?)/, "") ?? session.namespace;
}

function containerNames(
  reader: CompletionReader,
  args: readonly string[],
  namespace: string,
): readonly string[] {
  const wanted = args[0]?.split("/").at(-1);
  const pods = findResource(reader.session, "pods");
  const objects = pods ? reader.list(pods, namespace) : [];
  const spec = objects
    .filter((object) => wanted === undefined || object.metadata.name === wanted)
    .map((object) => templateOf(object)?.spec);
  return [
    ...new Set(
      spec.flatMap((each) =>
        [...(each?.containers ?? []), ...(each?.initContainers ?? [])].map(({ name }) => name),
      ),
    ),
  ];
}

interface Spot {
  readonly from: number;
  readonly word: string;
  readonly command: Command;
  readonly args: readonly string[];
  readonly words: readonly string[];
}

function objectCompletion(
  { from, word, command, args, words }: Spot,
  reader: CompletionReader,
): Completion {
  const namespace = namespaceOf(words, reader);
  const { session } = reader;
  if (TAKES_NODES.includes(command.name))
    return { from, candidates: startingWith(namesOf(reader, "nodes", ""), word) };
  if (TAKES_PODS.includes(command.name)) {
    if (args.length > 0) return { from, candidates: [] };
    return { from, candidates: startingWith(namesOf(reader, "pods", namespace), word) };
  }
  if (!TAKES_OBJECTS.includes(command.name)) return { from, candidates: [] };
  const slash = word.indexOf("/");
  if (slash >= 0)
    return {
      from: from + slash + 1,
      candidates: startingWith(
        namesOf(reader, word.slice(0, slash), namespace),
        word.slice(slash + 1),
      ),
    };
  const [type] = args;
  if (type !== undefined && !type.includes("/")) {
    const taken = args.slice(1);
    const names = type.split(",").flatMap((each) => namesOf(reader, each, namespace));
    return { from, candidates: startingWith(names, word).filter((name) => !taken.includes(name)) };
  }
  const isRollout = words.includes("rollout");
  const comma = word.lastIndexOf(",");
  const types = preferredResources(session).filter(
    (each) => !isRollout || ROLLS_OUT.includes(each.kind),
  );
  const candidates = startingWith(
    types.flatMap((each) => [each.plural, ...each.shortNames]),
    word.slice(comma + 1),
  );
  return { from: from + comma + 1, candidates: [...new Set(candidates)].sort() };
}

function namesOf(reader: CompletionReader, type: string, namespace: string): readonly string[] {
  const resource = findResource(reader.session, type);
  if (!resource) return [];
  return reader
    .list(resource, resource.namespaced ? namespace : "")
    .map((object) => object.metadata.name ?? "")
    .sort();
}

function startingWith(words: readonly string[], prefix: string): readonly string[] {
  return words.filter((word) => word.startsWith(prefix));
}
