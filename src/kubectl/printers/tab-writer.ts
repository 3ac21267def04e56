/** How a tab writer lays out its cells. */
export interface TabLayout {
  readonly minWidth: number;
  readonly padding: number;
  /** Keep column widths from one flush to the next. */
  readonly remembersWidths?: boolean;
}

/** Tables of `get`. */
export const TABLE_LAYOUT: TabLayout = { minWidth: 6, padding: 3, remembersWidths: true };
/** Texts of `describe`. */
export const DESCRIBE_LAYOUT: TabLayout = { minWidth: 0, padding: 2 };

/** Aligns tab-terminated cells of neighbouring lines. Models Go text/tabwriter with spaces as padding. */
export class TabWriter {
  readonly #layout: TabLayout;
  #pending = "";
  #remembered: number[] = [];

  constructor(layout: TabLayout) {
    this.#layout = layout;
  }

  write(text: string): void {
    this.#pending += text;
  }

  forgetWidths(): void {
    this.#remembered = [];
  }

  /** Returns everything written since the last flush, aligned. */
  flush(): string {
    const lines = this.#pending.split("\n").map((line) => line.split("\t"));
    this.#pending = "";
    const out: string[] = [];
    this.#format(lines, { from: 0, to: lines.length, widths: [] }, out);
    return out.join("\n");
  }

  #format(
    lines: readonly string[][],
    block: { from: number; to: number; widths: readonly number[] },
    out: string[],
  ): void {
    const { to, widths } = block;
    const column = widths.length;
    let start = block.from;
    let at = start;
    while (at < to) {
      if (!hasCell(lines[at], column)) {
        at += 1;
        continue;
      }
      this.#emit(lines, { from: start, to: at, widths }, out);
      start = at;
      while (at < to && hasCell(lines[at], column)) at += 1;
      const width = this.#columnWidth(lines.slice(start, at), column);
      this.#format(lines, { from: start, to: at, widths: [...widths, width] }, out);
      start = at;
    }
    this.#emit(lines, { from: start, to, widths }, out);
  }

  #columnWidth(lines: readonly string[][], column: number): number {
    const { minWidth, padding, remembersWidths } = this.#layout;
    let width = minWidth;
    for (const line of lines) width = Math.max(width, lengthOf(line[column] ?? "") + padding);
    if (remembersWidths) {
      width = Math.max(width, this.#remembered[column] ?? 0);
      this.#remembered[column] = width;
    }
    return width;
  }

  #emit(
    lines: readonly string[][],
    block: { from: number; to: number; widths: readonly number[] },
    out: string[],
  ): void {
    for (const line of lines.slice(block.from, block.to)) {
      out.push(
        line
          .map((cell, i) => cell + " ".repeat(Math.max(0, (block.widths[i] ?? 0) - lengthOf(cell))))
          .join(""),
      );
    }
  }
}

/** Whether the line has a tab-terminated cell in the column. */
function hasCell(line: readonly string[] | undefined, column: number): boolean {
  return line !== undefined && column < line.length - 1;
}

function lengthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : [...text].length;
}
