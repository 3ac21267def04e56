/** Go's wording for a YAML mistake at a position. Models go-yaml v2: scanner mistakes count lines from one, parser mistakes from zero. */
export function yamlComplaint(text: string, reason: string, position: number): string {
  const alias = /^unidentified alias "(.*)"$/.exec(reason)?.[1];
  if (alias !== undefined) return `yaml: unknown anchor '${alias}' referenced`;
  const place = placeOf(text, position);
  const open = openAt(text, position);
  if (open === "'" || open === '"')
    return scanner(text.split("\n").length, "found unexpected end of stream");
  if (place.char === "\t") {
    const continues = /[^\s:-]\s*$/.test(place.previousLine);
    const problem = continues ? "found a tab character that violates indentation" : CANNOT_START;
    return scanner(place.line + 1, problem);
  }
  if (open !== undefined) return flowComplaint(text, position, open);
  if (reason.includes("multiline key") || reason.includes("implicit mapping pair")) {
    return scanner(place.line + 1, "could not find expected ':'");
  }
  if (place.char === ":") {
    const startsWithTab = /^ *\t/.test(place.text);
    return scanner(
      place.line + 1,
      startsWithTab ? CANNOT_START : "mapping values are not allowed in this context",
    );
  }
  if (["@", "%", "`"].includes(place.char)) return scanner(place.line + 1, CANNOT_START);
  if (reason.startsWith("expected ':'")) {
    const atLineEnd = place.char === "\n" || place.char === "";
    return scanner(place.line + (atLineEnd ? 2 : 1), "could not find expected ':'");
  }
  return parser(
    place.line,
    followsItems(text, place) ? "did not find expected '-' indicator" : "did not find expected key",
  );
}

const CANNOT_START = "found character that cannot start any token";

interface Place {
  /** Counted from zero. */
  readonly line: number;
  readonly column: number;
  readonly char: string;
  readonly text: string;
  readonly previousLine: string;
}

function placeOf(text: string, position: number): Place {
  const before = text.slice(0, position).split("\n");
  const lines = text.split("\n");
  const line = before.length - 1;
  return {
    line,
    column: (before.at(-1) ?? "").length,
    char: text.charAt(position),
    text: lines[line] ?? "",
    previousLine: lines[line - 1] ?? "",
  };
}

/** The quote or bracket that is still open before a position. */
function openAt(text: string, position: number): string | undefined {
  const open: string[] = [];
  let quote: string | undefined;
  for (let at = 0; at < position; at++) {
    const char = text.charAt(at);
    const before = at === 0 ? "\n" : text.charAt(at - 1);
    if (quote !== undefined) {
      if (char === "\\" && quote === '"') at += 1;
      else if (char === quote) quote = undefined;
    } else if ((char === "'" || char === '"') && /[\s[{,:]/.test(before)) quote = char;
    else if (char === "#" && /\s/.test(before)) at = endOfLine(text, at);
    else if ((char === "[" || char === "{") && /[\s[{,:]/.test(before)) open.push(char);
    else if ((char === "]" || char === "}") && open.length > 0) open.pop();
  }
  return quote ?? open.at(-1);
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function flowComplaint(text: string, position: number, open: string): string {
  const isAtEnd = text.slice(position).trim() === "";
  // The reader ends a last line that has no line break of its own.
  const line = isAtEnd ? text.trimEnd().split("\n").length : placeOf(text, position).line;
  if (isAtEnd && /[[{,:]\s*$/.test(text)) return parser(line, "did not find expected node content");
  return parser(line, `did not find expected ',' or '${open === "[" ? "]" : "}"}'`);
}

/** Whether lines above, at the same depth, are items of a list. */
function followsItems(text: string, place: Place): boolean {
  const above = text.split("\n").slice(0, place.line).reverse();
  for (const line of above) {
    const indent = line.length - line.trimStart().length;
    if (line.trim() === "" || indent > place.column) continue;
    return indent === place.column && line.trimStart().startsWith("- ");
  }
  return false;
}

function scanner(line: number, problem: string): string {
  return line <= 1 ? `yaml: ${problem}` : `yaml: line ${line}: ${problem}`;
}

function parser(line: number, problem: string): string {
  return line <= 0 ? `yaml: ${problem}` : `yaml: line ${line}: ${problem}`;
}
