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
import { checkSchema } from "./check-schema.ts";
import { vocabularyFor, type Vocabulary } from "./custom-kinds.ts";
import { kindOf } from "./kind-of.ts";
import type { KnownKind } from "./known-kinds.ts";
import { inOrder, Reporter } from "./reporter.ts";
import { reportSyntax } from "./syntax.ts";

const MAX_CHARS = 400_000;
const MAX_ALIASES = 100;
const MAX_DIAGNOSTICS = 100;

/**
 * Everything wrong with a text of manifests that can be seen without asking the server, in the order of the lines; `inCluster` are the kinds
 * that the cluster's definitions make. Never throws.
 */
export function diagnose(
  text: string,
  inCluster: readonly KnownKind[] = [],
): readonly Diagnostic[] {
  const reporter = new Reporter(text);
  if (text.length > MAX_CHARS) {
    reporter.at(0, 1, "tooDeep");
    return reporter.all();
  }
  reportTabs(text, reporter);
  const readings = text.includes("\t") ? withoutTabs(text) : [text];
  // A tab may have meant any number of spaces: the reading that leaves the fewest problems is taken to be the one that was meant.
  const [best = []] = readings
    .map((reading) => problemsOf(reading, text, inCluster))
    .sort((a, b) => burdenOf(a) - burdenOf(b));
  return inOrder([...reporter.all(), ...best]).slice(0, MAX_DIAGNOSTICS);
}

/** Problems that keep the rest from being judged. */
const BLINDING: readonly string[] = ["indent", "syntax", "notAnObject"];

/** How little a reading of the text makes sense. */
function burdenOf(problems: readonly Diagnostic[]): number {
  return problems.length + 100 * problems.filter(({ code }) => BLINDING.includes(code)).length;
}

/** What is wrong with a text in which spaces stand for tabs, at the places of the original. */
function problemsOf(
  readable: string,
  original: string,
  inCluster: readonly KnownKind[],
): readonly Diagnostic[] {
  const reporter = new Reporter(readable);
  const vocabulary = vocabularyFor(readable, inCluster);
  const documents = parseAllDocuments(readable, {
    prettyErrors: false,
    keepSourceTokens: true,
    merge: true,
  });
  if ("length" in documents) {
    for (const document of documents as readonly Document.Parsed[])
      checkDocument(document, { text: readable, vocabulary }, reporter);
  }
  if (readable === original) return reporter.all();
  const [read, written] = [readable, original].map((text) => text.split("\n"));
  return reporter.all().map((found) => {
    const added =
      indentOf(read?.[found.line - 1]).length - indentOf(written?.[found.line - 1]).length;
    return {
      ...found,
      column: Math.max(1, found.column - added),
      endColumn: Math.max(2, found.endColumn - added),
    };
  });
}

function indentOf(line = ""): string {
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** Marks tabs that indent. */
function reportTabs(text: string, reporter: Reporter): void {
  let offset = 0;
  for (const line of text.split("\n")) {
    const indent = indentOf(line);
    const tab = indent.indexOf("\t");
    const isBlank = indent.length === line.replace(/\r$/, "").length;
    if (tab !== -1 && !isBlank) reporter.at(offset + tab, offset + indent.length, "tab");
    offset += line.length + 1;
  }
}

/** The text with tabs read in the ways people mean them: so many spaces each, or as deep as the line above or below. */
function withoutTabs(text: string): readonly string[] {
  const lines = text.split("\n");
  const withWidth = (width: number) =>
    lines.map((line) => {
      const indent = indentOf(line);
      return indent.replaceAll("\t", " ".repeat(width)) + line.slice(indent.length);
    });
  const like = (step: 1 | -1) =>
    lines.map((line, index) => {
      const indent = indentOf(line);
      if (!indent.includes("\t")) return line;
      let near = index + step;
      while (lines[near]?.trim() === "" || indentOf(lines[near]).includes("\t")) near += step;
      return indentOf(lines[near]) + line.slice(indent.length);
    });
  return [...[2, 4, 8].map(withWidth), like(-1), like(1)].map((read) => read.join("\n"));
}

interface Reading {
  readonly text: string;
  readonly vocabulary: Vocabulary;
}

function checkDocument(
  document: Document.Parsed,
  { text, vocabulary }: Reading,
  reporter: Reporter,
): void {
  const isReadable = reportSyntax(document, text, reporter);
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null)) return;
  if (!isReadable || !aliasesAreSound(document, reporter)) return;
  if (!isMap(root)) {
    reporter.node(root, "notAnObject", { type: isScalar(root) ? "text" : "list" });
    return;
  }
  checkObject(root, { document, vocabulary }, reporter);
}

function checkObject(
  root: YAMLMap,
  around: { readonly document: Document.Parsed; readonly vocabulary: Vocabulary },
  reporter: Reporter,
): void {
  const items = root.get("kind") === "List" ? root.get("items", true) : undefined;
  if (items && typeof items === "object" && "items" in items && Array.isArray(items.items)) {
    for (const item of items.items) if (isMap(item)) checkObject(item, around, reporter);
    return;
  }
  const kind = kindOf(root, around.vocabulary, reporter);
  if (!kind) return;
  const before = reporter.all().length;
  checkFields(root, kind, reporter);
  checkMeaning(root, kind, reporter);
  // The server's words are for what the field table alone does not show.
  if (reporter.all().length === before) checkSchema(root, kind, around.document, reporter);
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
  for (const alias of loose)
    if (alias.source !== "") reporter.node(alias, "alias", { name: alias.source });
  return loose.length === 0;
}
