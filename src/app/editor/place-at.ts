/** What stands around a position of a manifest that need not be readable yet. */
export interface PlaceAt {
  /** `kind:` of the document, undefined when it has none yet. */
  readonly kind: string | undefined;
  readonly apiVersion: string | undefined;
  /** Names of the blocks around, outermost first; "" for an item of a list. */
  readonly path: readonly string[];
  /** Keys already in the innermost block. */
  readonly siblings: readonly string[];
  /** The key whose value is being written, when the cursor stands behind a colon. */
  readonly value: { readonly key: string } | undefined;
  /** The key of the line, when the cursor stands on it. */
  readonly keyOnLine: string | undefined;
}

interface KeyLine {
  readonly index: number;
  /** Column of the key itself, dashes passed. */
  readonly column: number;
  readonly dashes: readonly number[];
  readonly key: string;
}

const KEY = /^(\s*)((?:- +)*)([\w./$-]+|"[^"]*"|'[^']*'):(?=\s|$)/;

/** Reads the place from columns alone. Lines and columns count from 1. */
export function placeAt(text: string, line: number, column: number): PlaceAt {
  const all = text.split("\n");
  const [first, last] = documentOf(all, line - 1);
  const current = all[line - 1] ?? "";
  const keys = all
    .slice(first, last)
    .flatMap((content, offset) => keyLine(content, first + offset) ?? []);
  const own = keyLine(current, line - 1);
  const onKey = own !== undefined && column - 1 <= own.column + own.key.length;
  const isValue = own !== undefined && !onKey;
  const dash = /^(\s*)((?:- *)+)$/.exec(current.slice(0, column - 1).replace(/[\w]*$/, ""));
  const start =
    own?.column ??
    (dash
      ? (dash[1]?.length ?? 0) + (dash[2]?.replace(/ *$/, " ").length ?? 0)
      : indentOf(current.slice(0, column - 1)));
  const dashes = own?.dashes ?? (dash ? [dash[1]?.length ?? 0] : []);
  return {
    kind: valueOf(all.slice(first, last), "kind"),
    apiVersion: valueOf(all.slice(first, last), "apiVersion"),
    path: pathTo(keys, line - 1, start, dashes),
    siblings: siblingsOf(keys, line - 1, start),
    value: isValue && own ? { key: own.key } : undefined,
    keyOnLine: onKey && own && column - 1 >= own.column ? own.key : undefined,
  };
}

function documentOf(lines: readonly string[], at: number): readonly [number, number] {
  let first = at;
  while (first > 0 && !/^---/.test(lines[first - 1] ?? "")) first -= 1;
  let last = at + 1;
  while (last < lines.length && !/^---/.test(lines[last] ?? "")) last += 1;
  return [first, last];
}

function keyLine(content: string, index: number): KeyLine | undefined {
  const match = KEY.exec(content);
  if (!match) return undefined;
  const [, indent = "", dashText = "", name = ""] = match;
  const dashes = [...dashText].flatMap((sign, offset) =>
    sign === "-" ? [indent.length + offset] : [],
  );
  return {
    index,
    column: indent.length + dashText.length,
    dashes,
    key: name.replace(/^["']|["']$/g, ""),
  };
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

function valueOf(lines: readonly string[], key: string): string | undefined {
  for (const line of lines) {
    const match = new RegExp(`^${key}:\\s*["']?([\\w./-]+)`).exec(line);
    if (match) return match[1];
  }
  return undefined;
}

/** Walks up from a line: each key further left than the last one is a block around it; passed dashes are list items. */
function pathTo(
  keys: readonly KeyLine[],
  index: number,
  column: number,
  dashes: readonly number[],
): readonly string[] {
  const path: string[] = [];
  let left = column;
  let open = dashes.length > 0 ? Math.min(...dashes) : undefined;
  if (open !== undefined) path.unshift("");
  for (const key of [...keys].reverse()) {
    if (key.index >= index) continue;
    const dash = key.dashes[0];
    if (open === undefined && dash !== undefined && key.column === left && dash < left) {
      // A sibling that begins the item this line belongs to.
      path.unshift("");
      open = dash;
      continue;
    }
    const isParent =
      open === undefined
        ? key.column < left
        : key.column <= open && key.dashes.length === 0
          ? true
          : key.column < open;
    if (!isParent) continue;
    path.unshift(key.key);
    left = key.column;
    open = undefined;
    if (dash !== undefined) {
      path.unshift("");
      open = dash;
    }
  }
  return path;
}

function siblingsOf(keys: readonly KeyLine[], index: number, column: number): readonly string[] {
  const before: string[] = [];
  for (const key of [...keys].reverse()) {
    if (key.index >= index) continue;
    if (key.column < column) break;
    if (key.column === column) before.push(key.key);
    if (key.column === column && key.dashes.length > 0) break;
  }
  const after: string[] = [];
  for (const key of keys) {
    if (key.index <= index) continue;
    if (key.column < column || (key.dashes.length > 0 && (key.dashes[0] ?? 0) < column)) break;
    if (key.column === column) after.push(key.key);
  }
  return [...before, ...after];
}
