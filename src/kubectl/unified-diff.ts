/** One side of a comparison. */
export interface DiffSide {
  readonly name: string;
  readonly text: string;
}

interface Edit {
  readonly sign: "-" | "+" | " ";
  readonly line: string;
}

const CONTEXT = 3;

/** What `diff -u -N` prints, without times; "" when both are equal. */
export function unifiedDiff(before: DiffSide, after: DiffSide): string {
  if (before.text === after.text) return "";
  const edits = editsBetween(linesOf(before.text), linesOf(after.text));
  const head = `diff -u -N ${before.name} ${after.name}\n--- ${before.name}\n+++ ${after.name}\n`;
  return head + hunksOf(edits).map(hunkText).join("");
}

function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

/** The shortest way from one list of lines to the other, by longest common subsequence. */
function editsBetween(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      edits.push({ sign: " ", line: a[i] ?? "" });
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      edits.push({ sign: "-", line: a[i] ?? "" });
      i += 1;
    } else {
      edits.push({ sign: "+", line: b[j] ?? "" });
      j += 1;
    }
  }
  return edits;
}

interface Hunk {
  readonly edits: readonly Edit[];
  /** Lines of each side before the hunk. */
  readonly before: number;
  readonly after: number;
}

function hunksOf(edits: readonly Edit[]): readonly Hunk[] {
  const near = edits.map((_, i) =>
    edits.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ sign }) => sign !== " "),
  );
  const hunks: Hunk[] = [];
  let [before, after] = [0, 0];
  for (let i = 0; i < edits.length;) {
    let end = i;
    while (end < edits.length && near[end] === near[i]) end += 1;
    const part = edits.slice(i, end);
    if (near[i] === true) hunks.push({ edits: part, before, after });
    before += part.filter(({ sign }) => sign !== "+").length;
    after += part.filter(({ sign }) => sign !== "-").length;
    i = end;
  }
  return hunks;
}

function hunkText({ edits, before, after }: Hunk): string {
  const range = (start: number, sign: "-" | "+") => {
    const count = edits.filter((edit) => edit.sign === " " || edit.sign === sign).length;
    const first = count === 0 ? start : start + 1;
    return count === 1 ? String(first) : `${first},${count}`;
  };
  const body = edits.map(({ sign, line }) => `${sign}${line}\n`).join("");
  return `@@ -${range(before, "-")} +${range(after, "+")} @@\n${body}`;
}
