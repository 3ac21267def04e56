import { visit, isScalar, type Document, type YAMLParseError } from "yaml";
import { indentProblem } from "./indent.ts";
import type { Reporter } from "./reporter.ts";
import { plainComplaint } from "./syntax-words.ts";

/** Codes of the parser behind which nearly always stands a line that begins in the wrong column. */
const INDENT_CODES: readonly string[] = [
  "BAD_INDENT",
  "BLOCK_AS_IMPLICIT_KEY",
  "MULTILINE_IMPLICIT_KEY",
  "MISSING_CHAR",
  "UNEXPECTED_TOKEN",
  "BAD_SCALAR_START",
  "IMPOSSIBLE",
];

/** Reports what keeps the text from being YAML, each in a beginner's words. False when the rest cannot be judged. */
export function reportSyntax(document: Document.Parsed, text: string, reporter: Reporter): boolean {
  const errors = document.errors.filter(({ code }) => code !== "TAB_AS_INDENT");
  const [from = 0, , to = text.length] = document.range ?? [];
  const isBroken = errors.some(({ code }) => code !== "DUPLICATE_KEY" && code !== "BAD_ALIAS");
  const indent =
    (isBroken || hidesKey(document)) && !errors.some((error) => isPlain(error, text))
      ? indentProblem(text, from, to)
      : undefined;
  if (indent)
    reporter.at(indent.from, indent.to, "indent", {
      found: indent.found + 1,
      expected: indent.expected + 1,
    });
  for (const error of errors) {
    if (indent && INDENT_CODES.includes(error.code)) continue;
    reportError(error, text, reporter);
    if (isBroken && error.code !== "DUPLICATE_KEY") break;
  }
  return !isBroken && !indent;
}

/** Whether an error tells its own cause, so that a wrong column of the lines below only follows from it. */
function isPlain({ code, message, pos: [from] }: YAMLParseError, text: string): boolean {
  if (missingSpace(text, from)) return true;
  if (code === "MULTILINE_IMPLICIT_KEY")
    return (
      /(^|\n)[ ]*(- +)*$/.test(text.slice(0, from)) && /^[\w.-]+[ \r]*\n/.test(text.slice(from))
    );
  return /^Not a YAML token|Block scalar header/.test(message);
}

function reportError(error: YAMLParseError, text: string, reporter: Reporter): void {
  const { code, message } = error;
  const [from, to] = error.pos;
  const bare = missingSpace(text, from);
  const name = /^\*([^\s,\]}]+)/.exec(text.slice(from))?.[1] ?? "";
  if (code === "DUPLICATE_KEY") {
    const key = /^[^\s:]+/.exec(text.slice(from))?.[0] ?? "";
    reporter.at(from, from + key.length, "duplicateKey", { key });
  } else if (code === "BAD_ALIAS" && name !== "") {
    reporter.at(from, to, "alias", { name });
  } else if (code === "MISSING_CHAR" && /quote/i.test(message)) {
    reporter.at(quoteStart(text, from), to, "quote");
  } else if (bare) {
    reporter.at(bare.from, bare.to, bare.code, { key: bare.key });
  } else {
    const plain = plainComplaint(error, text);
    reporter.at(plain.from, plain.to, plain.code, plain.facts);
  }
}

/** A plain text over several lines that swallowed a `key:` line: YAML allows it, nobody means it. */
function hidesKey(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Scalar(_key, node) {
      if (
        node.type === "PLAIN" &&
        isScalar(node) &&
        typeof node.value === "string" &&
        node.source !== undefined &&
        /\s[\w.-]+:(\s|$)/.test(node.source)
      ) {
        found = true;
        return visit.BREAK;
      }
      return undefined;
    },
  });
  return found;
}

interface BareSign {
  readonly from: number;
  readonly to: number;
  readonly code: "colonSpace" | "dashSpace";
  readonly key: string;
}

/** `image:nginx` or `-name: web` on the line of the error or the one before. */
function missingSpace(text: string, offset: number): BareSign | undefined {
  const lineStart = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  for (const start of [lineStart, text.lastIndexOf("\n", Math.max(0, lineStart - 2)) + 1]) {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end === -1 ? text.length : end);
    const match = /^(\s*(?:- )?)(?:-([A-Za-z][\w.]*):|([A-Za-z][\w.]*):(?=[^\s/:]))/.exec(line);
    if (!match) continue;
    const [all, before = "", dashed, key = dashed ?? ""] = match;
    return {
      from: start + before.length,
      to: start + all.length,
      code: dashed === undefined ? "colonSpace" : "dashSpace",
      key,
    };
  }
  return undefined;
}

/** The last quotation mark that stands at the beginning of a value before the error. */
function quoteStart(text: string, offset: number): number {
  const before = text.slice(0, offset + 1);
  const matches = [...before.matchAll(/(?:^|[\s[{,])(["'])/gm)];
  const last = matches[matches.length - 1];
  return last ? last.index + last[0].length - 1 : offset;
}
