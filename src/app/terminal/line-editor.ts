/** A line being typed. The cursor counts UTF-16 units; history is oldest first. */
export interface Line {
  readonly text: string;
  readonly cursor: number;
  readonly history: readonly string[];
  /** Place in the history, its length when at the fresh line. */
  readonly place: number;
  /** The fresh line, kept while one looks through the history. */
  readonly draft: string;
}

/** What a key asks for beyond changing the line. */
export type LineWish = "none" | "submit" | "complete" | "interrupt" | "clear" | "end";

export interface LineStep {
  readonly line: Line;
  readonly wish: LineWish;
}

const MAX_HISTORY = 500;

/** An empty line over this history. */
export function emptyLine(history: readonly string[] = []): Line {
  return { text: "", cursor: 0, history, place: history.length, draft: "" };
}

/** The line with its text replaced and the cursor at its end. */
export function withText(line: Line, text: string): Line {
  return { ...line, text, cursor: text.length };
}

/** An empty line whose history also knows what was just entered; neighbours that are the same are kept once. */
export function entered(line: Line): Line {
  const text = line.text.trim();
  const isNew = text !== "" && line.history[line.history.length - 1] !== text;
  return emptyLine(isNew ? [...line.history, text].slice(-MAX_HISTORY) : line.history);
}

const KEYS: Readonly<Record<string, (line: Line) => LineStep>> = {
  "\r": (line) => ({ line, wish: "submit" }),
  "\n": (line) => ({ line, wish: "submit" }),
  "\t": (line) => ({ line, wish: "complete" }),
  "\x03": (line) => ({ line, wish: "interrupt" }),
  "\x04": (line) =>
    line.text === "" ? { line, wish: "end" } : edit(removed(line, line.cursor, next(line))),
  "\x0c": (line) => ({ line, wish: "clear" }),
  "\x7f": (line) => edit(removed(line, previous(line), line.cursor)),
  "\b": (line) => edit(removed(line, previous(line), line.cursor)),
  "\x01": (line) => edit({ ...line, cursor: 0 }),
  "\x05": (line) => edit({ ...line, cursor: line.text.length }),
  "\x02": (line) => edit({ ...line, cursor: previous(line) }),
  "\x06": (line) => edit({ ...line, cursor: next(line) }),
  "\x0b": (line) => edit(removed(line, line.cursor, line.text.length)),
  "\x15": (line) => edit(removed(line, 0, line.cursor)),
  "\x17": (line) => edit(removed(line, wordStart(line), line.cursor)),
  "\x10": older,
  "\x0e": newer,
  "\x1b[A": older,
  "\x1bOA": older,
  "\x1b[B": newer,
  "\x1bOB": newer,
  "\x1b[C": (line) => edit({ ...line, cursor: next(line) }),
  "\x1bOC": (line) => edit({ ...line, cursor: next(line) }),
  "\x1b[D": (line) => edit({ ...line, cursor: previous(line) }),
  "\x1bOD": (line) => edit({ ...line, cursor: previous(line) }),
  "\x1b[H": (line) => edit({ ...line, cursor: 0 }),
  "\x1bOH": (line) => edit({ ...line, cursor: 0 }),
  "\x1b[F": (line) => edit({ ...line, cursor: line.text.length }),
  "\x1bOF": (line) => edit({ ...line, cursor: line.text.length }),
  "\x1b[3~": (line) => edit(removed(line, line.cursor, next(line))),
  "\x1bb": (line) => edit({ ...line, cursor: wordStart(line) }),
  "\x1b[1;5D": (line) => edit({ ...line, cursor: wordStart(line) }),
  "\x1bf": (line) => edit({ ...line, cursor: wordEnd(line) }),
  "\x1b[1;5C": (line) => edit({ ...line, cursor: wordEnd(line) }),
};

/** The line after one key, as a terminal sends it: a control sequence, or text. Unknown sequences change nothing. */
export function press(line: Line, key: string): LineStep {
  const known = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
  if (known) return known(line);
  if (key.startsWith("\x1b") || (key.length === 1 && key < " ")) return edit(line);
  return edit(inserted(line, key));
}

/** The line with text put in at the cursor. */
export function inserted(line: Line, text: string): Line {
  return {
    ...line,
    text: line.text.slice(0, line.cursor) + text + line.text.slice(line.cursor),
    cursor: line.cursor + text.length,
  };
}

/** Cuts what a terminal sent in one go (a paste, or fast typing) into single keys; text between control signs stays together. */
export function keysOf(data: string): readonly string[] {
  if (data.startsWith("\x1b")) return [data];
  return data.replaceAll("\r\n", "\r").match(/[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+/g) ?? [];
}

function edit(line: Line): LineStep {
  return { line, wish: "none" };
}

function removed(line: Line, from: number, to: number): Line {
  return { ...line, text: line.text.slice(0, from) + line.text.slice(to), cursor: from };
}

/** Never between the two halves of a pair. */
function previous({ text, cursor }: Line): number {
  if (cursor === 0) return 0;
  return cursor - (/[\uDC00-\uDFFF]/.test(text[cursor - 1] ?? "") ? 2 : 1);
}

function next({ text, cursor }: Line): number {
  if (cursor >= text.length) return text.length;
  return cursor + (/[\uD800-\uDBFF]/.test(text[cursor] ?? "") ? 2 : 1);
}

function wordStart({ text, cursor }: Line): number {
  return /\S*\s*$/.exec(text.slice(0, cursor))?.index ?? 0;
}

function wordEnd({ text, cursor }: Line): number {
  return cursor + (/^\s*\S*/.exec(text.slice(cursor))?.[0].length ?? 0);
}

function older(line: Line): LineStep {
  if (line.place === 0) return edit(line);
  const draft = line.place === line.history.length ? line.text : line.draft;
  const place = line.place - 1;
  return edit(withText({ ...line, place, draft }, line.history[place] ?? ""));
}

function newer(line: Line): LineStep {
  if (line.place >= line.history.length) return edit(line);
  const place = line.place + 1;
  return edit(
    withText(
      { ...line, place },
      place === line.history.length ? line.draft : (line.history[place] ?? ""),
    ),
  );
}

/** Whether a sign takes two cells: Hangul, Han, kana, full-width forms, pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Cells that a text takes in a terminal. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const sign of text) cells += WIDE.test(sign) ? 2 : 1;
  return cells;
}

/** What stays the same in all candidates: how far Tab can go by itself. */
export function commonPrefix(candidates: readonly string[]): string {
  const [first = "", ...rest] = candidates;
  let length = first.length;
  for (const other of rest) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}
