import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  parseAllDocuments,
  visit,
  type Alias,
  type Document,
  type YAMLMap,
} from "yaml";
import type { Diagnostic } from "./diagnostic.ts";
import { checkFields } from "./check-fields.ts";
import { checkMeaning } from "./check-meaning.ts";
import { kindOf } from "./kind-of.ts";
import { inOrder, Reporter } from "./reporter.ts";
import { reportSyntax } from "./syntax.ts";

const MAX_CHARS = 400_000;
const MAX_ALIASES = 100;
const MAX_DIAGNOSTICS = 100;

/** Everything wrong with a text of manifests that can be seen without a cluster, in the order of the lines. Never throws. */
export function diagnose(text: string): readonly Diagnostic[] {
  const reporter = new Reporter(text);
  if (text.length > MAX_CHARS) {
    reporter.at(0, 1, "tooDeep");
    return reporter.all();
  }
  const readable = reportTabs(text, reporter);
  const rest = new Reporter(readable);
  const documents = parseAllDocuments(readable, {
    prettyErrors: false,
    keepSourceTokens: true,
    merge: true,
  });
  if ("length" in documents) {
    for (const document of documents as readonly Document.Parsed[])
      checkDocument(document, readable, rest);
  }
  const original = text.split("\n");
  return inOrder([
    ...reporter.all(),
    ...rest.all().map((found) => withTabs(found, original[found.line - 1] ?? "")),
  ]).slice(0, MAX_DIAGNOSTICS);
}

/** Each tab was read as two spaces: its line's columns are counted back. */
function withTabs(found: Diagnostic, line: string): Diagnostic {
  const tabs = (/^[ \t]*/.exec(line)?.[0] ?? "").split("\t").length - 1;
  return tabs === 0
    ? found
    : {
        ...found,
        column: Math.max(1, found.column - tabs),
        endColumn: Math.max(2, found.endColumn - tabs),
      };
}

/** Marks tabs that indent, and answers the text with spaces in their places, so that the rest can be judged, too. */
function reportTabs(text: string, reporter: Reporter): string {
  let offset = 0;
  const readable = text.split("\n").map((line) => {
    const indent = /^[ \t]*/.exec(line)?.[0] ?? "";
    const tab = indent.indexOf("\t");
    const isBlank = indent.length === line.replace(/\r$/, "").length;
    if (tab !== -1 && !isBlank) reporter.at(offset + tab, offset + indent.length, "tab");
    offset += line.length + 1;
    return tab === -1 ? line : indent.replaceAll("\t", "  ") + line.slice(indent.length);
  });
  return readable.join("\n");
}

function checkDocument(document: Document.Parsed, text: string, reporter: Reporter): void {
  const isReadable = reportSyntax(document, text, reporter);
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return;
  if (!isReadable || !aliasesAreSound(document, reporter)) return;
  if (!isMap(root)) {
    reporter.node(root, "notAnObject", { type: isScalar(root) ? "text" : "list" });
    return;
  }
  checkObject(root, reporter);
}

function checkObject(root: YAMLMap, reporter: Reporter): void {
  const items = root.get("kind") === "List" ? root.get("items", true) : undefined;
  if (items && typeof items === "object" && "items" in items && Array.isArray(items.items)) {
    for (const item of items.items) if (isMap(item)) checkObject(item, reporter);
    return;
  }
  const kind = kindOf(root, reporter);
  if (!kind) return;
  checkFields(root, kind, reporter);
  checkMeaning(root, kind, reporter);
}

/** Every alias must point to something, and there may not be many: aliases of aliases can grow a few lines into gigabytes. */
function aliasesAreSound(document: Document.Parsed, reporter: Reporter): boolean {
  const aliases: Alias[] = [];
  const anchors = new Set<string>();
  visit(document, (_key, node) => {
    if (isAlias(node)) aliases.push(node);
    else if (isNode(node) && "anchor" in node && node.anchor !== undefined)
      anchors.add(node.anchor);
    return aliases.length > MAX_ALIASES ? visit.BREAK : undefined;
  });
  if (aliases.length > MAX_ALIASES) {
    reporter.node(document.contents, "tooDeep");
    return false;
  }
  const loose = aliases.filter(({ source }) => !anchors.has(source));
  for (const alias of loose) reporter.node(alias, "alias", { name: alias.source });
  return loose.length === 0;
}
