import type { Node } from "yaml";
import type { Diagnostic, DiagnosticCode } from "./diagnostic.ts";

/** Collects problems and turns offsets into lines and columns. */
export class Reporter {
  private readonly starts: readonly number[];
  private readonly lines: readonly string[];
  private found: Diagnostic[] = [];

  constructor(text: string) {
    this.lines = text.split("\n");
    let offset = 0;
    this.starts = this.lines.map((line) => {
      const start = offset;
      offset += line.length + 1;
      return start;
    });
  }

  /** What was found, top to bottom; one problem a place. */
  all(): readonly Diagnostic[] {
    return inOrder(this.found);
  }

  /** Reports a stretch of the text by offsets. A stretch over several lines ends with its first line. */
  at(
    from: number,
    to: number,
    code: DiagnosticCode,
    facts: Diagnostic["facts"] = {},
    severity: Diagnostic["severity"] = "error",
  ): void {
    const index = this.lineOf(from);
    const start = this.starts[index] ?? 0;
    const column = from - start + 1;
    const lineEnd = (this.lines[index]?.length ?? 0) + 1;
    this.found.push({
      code,
      severity,
      line: index + 1,
      column,
      endColumn: Math.max(column + 1, Math.min(to - start + 1, lineEnd)),
      facts,
    });
  }

  /** Reports a node of the parsed text. */
  node(
    node: Node | null | undefined,
    code: DiagnosticCode,
    facts: Diagnostic["facts"] = {},
    severity: Diagnostic["severity"] = "error",
  ): void {
    const [from = 0, to = 1] = node?.range ?? [];
    this.at(from, to, code, facts, severity);
  }

  private lineOf(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Top to bottom, left to right; what is said twice at one place is said once. */
export function inOrder(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = [...found].sort(
    (a, b) => a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1),
  );
  return sorted.filter((one, index) => {
    const before = sorted[index - 1];
    return (
      !before ||
      before.line !== one.line ||
      before.column !== one.column ||
      before.code !== one.code
    );
  });
}
