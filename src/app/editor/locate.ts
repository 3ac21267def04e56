import { isMap, isPair, isScalar, isSeq, parseAllDocuments, type Document, type Node } from "yaml";
import type { Diagnostic } from "./diagnostic.ts";
import { Reporter } from "./reporter.ts";

/**
 * Puts each line of a refusal beside the text that it speaks of: `spec.template.spec.containers[0].image: Required value`,
 * `unknown field "spec.replica"`, `yaml: line 6: …`. Empty when nothing can be placed.
 */
export function locateRefusal(message: string, text: string): readonly Diagnostic[] {
  const reporter = new Reporter(text);
  const parser = /yaml: line (\d+):/.exec(message);
  if (parser) {
    reportLine(reporter, text, Number(parser[1]), message);
    return reporter.all();
  }
  const documents = parseAllDocuments(text, { prettyErrors: false, merge: true });
  if (!("length" in documents)) return [];
  const [head = "", ...rest] = message.split("\n");
  for (const line of [head, ...rest]) {
    for (const { path, words } of pathsIn(line)) {
      const document = documentOf(documents as readonly Document.Parsed[], `${head} ${line}`, path);
      const node = document && nodeAtPath(document.contents, path);
      if (node) reporter.node(node, "server", { message: words });
    }
  }
  return reporter.all();
}

function reportLine(reporter: Reporter, text: string, line: number, message: string): void {
  const lines = text.split("\n");
  const index = Math.min(Math.max(0, line - 1), lines.length - 1);
  const start = lines.slice(0, index).join("\n").length + (index > 0 ? 1 : 0);
  reporter.at(start, start + (lines[index]?.length ?? 0), "server", { message });
}

/** The document that a line speaks of by name or kind, else the one where the path leads furthest. */
function documentOf(
  documents: readonly Document.Parsed[],
  line: string,
  path: string,
): Document.Parsed | undefined {
  const objects = documents.filter(({ contents }) => isMap(contents));
  const name = /"([^"]+)" is invalid/.exec(line)?.[1];
  const kind = /(?:The |: )(\w+) (?:"[^"]+" is invalid|in version)/.exec(line)?.[1];
  const named = objects.filter(
    (document) =>
      (name === undefined || document.getIn(["metadata", "name"]) === name) &&
      (kind === undefined || document.get("kind") === kind),
  );
  const candidates = named.length > 0 ? named : objects;
  return [...candidates].sort((a, b) => stepsInto(b, path) - stepsInto(a, path))[0];
}

function stepsInto({ contents }: Document.Parsed, path: string): number {
  return follow(contents, path).steps;
}

const PATH =
  /((?:[a-z]\w*)(?:\.[\w-]+|\[\d+\]|\[[\w./-]+\])*): (?:Invalid value|Required value|Unsupported value|Forbidden|Duplicate value|Not found|Too long|Too many)/g;
const UNKNOWN = /(?:unknown|duplicate) field "([^"]+)"/g;

function pathsIn(line: string): readonly { readonly path: string; readonly words: string }[] {
  const words = line
    .replace(/^(\* |The \w+ "[^"]+" is invalid: |Error from server \(\w+\): |error: )+/, "")
    .trim();
  const found = [...line.matchAll(PATH), ...line.matchAll(UNKNOWN)];
  return found.map((match) => ({
    path: match[1] ?? "",
    words: found.length === 1 ? words : line.slice(match.index).trim(),
  }));
}

/** The key of the field, or of the nearest block around it that the text has. */
export function nodeAtPath(root: unknown, path: string): Node | undefined {
  return follow(root, path).node ?? firstKey(root);
}

function follow(
  root: unknown,
  path: string,
): { readonly node: Node | undefined; readonly steps: number } {
  let inside = root;
  let node: Node | undefined;
  let steps = 0;
  for (const step of path.split(/[.[\]]+/).filter((part) => part !== "")) {
    if (isMap(inside)) {
      const pair = inside.items.find(
        (candidate) =>
          isPair(candidate) && isScalar(candidate.key) && String(candidate.key.value) === step,
      );
      if (!pair) break;
      node = pair.key as Node;
      inside = pair.value;
    } else if (isSeq(inside)) {
      const item = inside.items[Number(step)];
      if (!item) break;
      inside = item;
      node = firstKey(item) ?? (item as Node);
    } else break;
    steps += 1;
  }
  return { node, steps };
}

function firstKey(node: unknown): Node | undefined {
  return isMap(node) ? (node.items[0]?.key as Node | undefined) : undefined;
}
