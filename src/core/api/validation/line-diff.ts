const CONTEXT = 3;

interface Edit {
  readonly kind: " " | "-" | "+";
  readonly text: string;
}

/** A unified diff of two lists of lines, without file names and with three lines of context. */
export function lineDiff(before: readonly string[], after: readonly string[]): string {
  return hunksOf(editsBetween(before, after)).join("");
}

/** The shortest way from one list to the other; equal ends are set aside first, so that the table stays small. */
function editsBetween(before: readonly string[], after: readonly string[]): Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end++;
  const keep = (text: string): Edit => ({ kind: " ", text });
  return [
    ...before.slice(0, start).map(keep),
    ...editsOfMiddle(
      before.slice(start, before.length - end),
      after.slice(start, after.length - end),
    ),
    ...before.slice(before.length - end).map(keep),
  ];
}

function editsOfMiddle(before: readonly string[], after: readonly string[]): Edit[] {
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] =
        before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      edits.push({ kind: " ", text: before[i] ?? "" });
      i++;
      j++;
    } else if (i < before.length && (j >= after.length || at(i + 1, j) >= at(i, j + 1))) {
      edits.push({ kind: "-", text: before[i] ?? "" });
      i++;
    } else {
      edits.push({ kind: "+", text: after[j] ?? "" });
      j++;
    }
  }
  return edits;
}

function hunksOf(edits: readonly Edit[]): string[] {
  const changed = edits.flatMap((edit, i) => (edit.kind === " " ? [] : [i]));
  const ranges: { from: number; to: number }[] = [];
  for (const i of changed) {
    const last = ranges.at(-1);
    const [from, to] = [Math.max(0, i - CONTEXT), Math.min(edits.length, i + CONTEXT + 1)];
    if (last && from <= last.to) last.to = to;
    else ranges.push({ from, to });
  }
  return ranges.map(({ from, to }) => hunkText(edits, from, to));
}

function hunkText(edits: readonly Edit[], from: number, to: number): string {
  const before = edits.slice(0, from);
  const hunk = edits.slice(from, to);
  const position = (other: Edit["kind"]) => {
    const length = hunk.filter((edit) => edit.kind !== other).length;
    const start = before.filter((edit) => edit.kind !== other).length + (length === 0 ? 0 : 1);
    return length === 1 ? String(start) : `${start},${length}`;
  };
  const lines = hunk.map(({ kind, text }) => `${kind}${text}\n`).join("");
  return `@@ -${position("+")} +${position("-")} @@\n${lines}`;
}
