/** A line that begins in a column where nothing of its neighbourhood begins. Offsets into the text, columns from 0. */
export interface IndentProblem {
  readonly from: number;
  readonly to: number;
  readonly found: number;
  readonly expected: number;
}

interface Line {
  readonly start: number;
  readonly indent: number;
  readonly content: string;
}

/** The first line between two offsets that stands neither below its neighbours nor in a place where a block may begin. */
export function indentProblem(text: string, from: number, to: number): IndentProblem | undefined {
  const stack: number[] = [];
  let opens = true;
  for (const line of significantLines(text, from, to)) {
    const levels = levelsOf(line);
    const first = levels[0] ?? line.indent;
    const top = stack[stack.length - 1];
    if (top !== undefined && first > top && !opens) return problem(line, top);
    while (stack.length > 0 && (stack[stack.length - 1] ?? 0) > first) stack.pop();
    const level = stack[stack.length - 1];
    if (top !== undefined && first < top && level !== first)
      return problem(line, nearest(first, level, top));
    if (level === undefined || first > level) stack.push(first);
    for (const inner of levels.slice(1)) stack.push(inner);
    opens = opensBlock(line.content);
  }
  return undefined;
}

function problem({ start, indent, content }: Line, expected: number): IndentProblem {
  return { from: start + indent, to: start + indent + content.length, found: indent, expected };
}

function nearest(found: number, lower: number | undefined, upper: number): number {
  if (lower === undefined) return upper;
  return found - lower <= upper - found ? lower : upper;
}

/** Columns at which this line begins something: `- name:` begins an item and a key. */
function levelsOf({ indent, content }: Line): readonly number[] {
  const levels = [indent];
  let column = indent;
  let rest = content;
  for (let dash = /^-\s+/.exec(rest); dash; dash = /^-\s+/.exec(rest)) {
    column += dash[0].length;
    rest = rest.slice(dash[0].length);
    if (/^[^\s"'[{#][^#]*?:(\s|$)|^["'][^"']*["']:(\s|$)/.test(rest) || rest.startsWith("-"))
      levels.push(column);
  }
  return levels;
}

/** After `key:` or `-` alone a deeper block may follow. */
function opensBlock(content: string): boolean {
  const bare = content.replace(/\s+#.*$/, "").trimEnd();
  return bare.endsWith(":") || bare === "-" || /:\s+[&!]\S+$/.test(bare);
}

/** Lines that carry structure: no blanks, comments, document marks, block texts, or insides of brackets and quotes. */
function* significantLines(text: string, from: number, to: number): Generator<Line> {
  let offset = from;
  let blockIndent = -1;
  let depth = 0;
  for (const raw of text.slice(from, to).split("\n")) {
    const start = offset;
    offset += raw.length + 1;
    const content = raw.trim();
    const indent = raw.length - raw.trimStart().length;
    if (content === "" || (blockIndent >= 0 && indent > blockIndent)) continue;
    blockIndent = -1;
    if (content.startsWith("#") || /^(---|\.\.\.|%)/.test(content)) continue;
    const wasInside = depth > 0;
    depth = Math.max(0, depth + bracketsIn(content));
    if (wasInside) continue;
    if (/(^|\s)[|>][+-]?\d?\s*(#.*)?$/.test(content)) blockIndent = indent;
    yield { start, indent, content };
  }
}

function bracketsIn(content: string): number {
  const bare = content.replace(/"(?:\\.|[^"\\])*"|'[^']*'|\s#.*$/g, "");
  return (bare.match(/[[{]/g)?.length ?? 0) - (bare.match(/[\]}]/g)?.length ?? 0);
}
