import type { ErrorCode } from "yaml";
import type { DiagnosticCode } from "./diagnostic.ts";

/** A complaint of the parser, as a beginner would put it. */
export interface PlainComplaint {
  readonly code: DiagnosticCode;
  readonly from: number;
  readonly to: number;
  readonly facts?: Readonly<Record<string, string>>;
}

/** What the parser complains of. */
export interface Complaint {
  readonly code: ErrorCode;
  readonly message: string;
  readonly pos: readonly [number, number];
}

type Rule = readonly [ErrorCode, RegExp, DiagnosticCode];

/** Every complaint that yaml's parser makes of a text, by its code and words; the first row that fits wins, and what is in no row is `syntax`. */
const RULES: readonly Rule[] = [
  ["MULTILINE_IMPLICIT_KEY", /./, "keyAlone"],
  ["MISSING_CHAR", /followed by map values|without - indicator/, "keyAlone"],
  ["BAD_INDENT", /^Flow .* end with/, "bracketOpen"],
  ["BAD_INDENT", /./, "blockEdge"],
  ["MISSING_CHAR", /^(Expected )?[Ff]low .* end with/, "bracketOpen"],
  ["MISSING_CHAR", /Missing , /, "bracketParts"],
  ["MISSING_CHAR", /Missing space after :/, "bracketParts"],
  ["BLOCK_IN_FLOW", /./, "bracketParts"],
  ["UNEXPECTED_TOKEN", /^Unexpected (,|empty item)/, "bracketParts"],
  ["UNEXPECTED_TOKEN", /flow-(map|seq)-end/, "bracketStray"],
  ["UNEXPECTED_TOKEN", /block-seq-ind/, "dashOnLine"],
  ["UNEXPECTED_TOKEN", /node end/, "afterValue"],
  ["UNEXPECTED_TOKEN", /^Not a YAML token|Block scalar header/, "blockText"],
  ["IMPOSSIBLE", /Block scalar header/, "blockText"],
  ["BLOCK_AS_IMPLICIT_KEY", /./, "twoKeys"],
  ["BAD_DQ_ESCAPE", /./, "escape"],
  ["BAD_SCALAR_START", /./, "startSign"],
  ["BAD_ALIAS", /./, "anchor"],
  ["ALIAS_PROPS", /./, "anchor"],
  ["MULTIPLE_ANCHORS", /./, "anchor"],
  ["BAD_PROP_ORDER", /./, "anchor"],
  ["MISSING_CHAR", /^Tags and anchors/, "anchor"],
  ["MULTIPLE_TAGS", /./, "tag"],
  ["TAG_RESOLVE_FAILED", /./, "tag"],
  ["BAD_COLLECTION_TYPE", /./, "tag"],
  ["MISSING_CHAR", /^Comments must/, "hashSpace"],
  ["MISSING_CHAR", /directives-end/, "documentLine"],
  ["BAD_DIRECTIVE", /./, "documentLine"],
  ["KEY_OVER_1024_CHARS", /./, "tooDeep"],
  ["RESOURCE_EXHAUSTION", /./, "tooDeep"],
];

/** Puts a complaint of the parser into the linter's own words, at the place where a person has to mend it. Never lets the parser's words through. */
export function plainComplaint(complaint: Complaint, text: string): PlainComplaint {
  const { code, message } = complaint;
  const [from, to] = complaint.pos;
  const rule = RULES.find(([name, words]) => name === code && words.test(message));
  const plain = rule?.[2] ?? "syntax";
  const template = text.indexOf("{{");
  if (template !== -1 && plain.startsWith("bracket"))
    return { code: "template", from: template, to: template + 2 };
  switch (plain) {
    case "bracketOpen": {
      const open = openBracket(text, from);
      const facts = { open: text[open] ?? "", close: text[open] === "[" ? "]" : "}" };
      return { code: plain, from: open, to: open + 1, facts };
    }
    case "bracketStray":
    case "startSign":
    case "afterValue":
      return { code: plain, from, to, facts: { sign: shortened(text.slice(from, to)) } };
    case "escape":
      return { code: plain, from, to: to + 1, facts: { sign: text.slice(from, from + 2) } };
    case "keyAlone": {
      const first = wordAt(text, from);
      return {
        code: plain,
        ...first,
        facts: { words: shortened(text.slice(first.from, first.to)) },
      };
    }
    default:
      return { code: plain, from, to };
  }
}

const LONGEST_WORDS = 30;

function shortened(words: string): string {
  return words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS)}…` : words;
}

/** The line that stands alone: from its first sign that is no space; at the end of a line that line itself. */
function wordAt(text: string, offset: number): { readonly from: number; readonly to: number } {
  const lineStart = text.lastIndexOf("\n", Math.max(0, offset - 1)) + 1;
  const end = text.indexOf("\n", lineStart);
  const line = text.slice(lineStart, end === -1 ? text.length : end).replace(/\r$/, "");
  const start = /^\s*(- +)*/.exec(line)?.[0].length ?? 0;
  return { from: lineStart + start, to: lineStart + Math.max(start + 1, line.trimEnd().length) };
}

/** The bracket before a place that is opened last and not closed until there. */
function openBracket(text: string, offset: number): number {
  let closed = 0;
  for (let index = Math.min(offset, text.length - 1); index >= 0; index -= 1) {
    const sign = text[index];
    if (sign === "}" || sign === "]") closed += 1;
    else if (sign === "{" || sign === "[") {
      if (closed === 0) return index;
      closed -= 1;
    }
  }
  return offset;
}
