/** What a line of a manifest speaks of, as far as the picture can show it. */
export interface EditorPoint {
  readonly kind: string;
  /** "" when the manifest names none. */
  readonly namespace: string;
  readonly name: string;
  readonly part: "replicas" | "selector";
  /** The labels that the selector asks for. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The part of an object that a line (from 1) writes; null when it is none that the picture shows. Looks at indentation only, so that half-written text is read, too. */
export function pointAt(text: string, line: number): EditorPoint | null {
  const lines = text.split("\n");
  const place = line - 1;
  if (lines[place] === undefined || isBreak(lines[place])) return null;
  const start = lines.slice(0, place).findLastIndex(isBreak) + 1;
  const end = lines.findIndex((each, index) => index > place && isBreak(each));
  const own = lines.slice(start, end < 0 ? lines.length : end);
  const here = place - start;
  const kind = valueOf(own, "kind");
  const head = blockOf(
    own,
    own.findIndex((each) => /^metadata:/.test(each)),
  );
  const object = { kind, namespace: valueOf(head, "namespace"), name: valueOf(head, "name") };
  if (kind === "" || object.name === "") return null;
  if (/^ +replicas:/.test(own[here] ?? "")) return { ...object, part: "replicas", labels: {} };
  const from = own.slice(0, here + 1).findLastIndex((each) => /^ +selector:/.test(each));
  const selector = blockOf(own, from);
  if (from < 0 || here > from + selector.length) return null;
  return { ...object, part: "selector", labels: labelsIn(selector) };
}

function isBreak(line: string): boolean {
  return /^---(\s|$)/.test(line);
}

/** The lines after one that stand further in than it. */
function blockOf(lines: readonly string[], from: number): readonly string[] {
  if (from < 0) return [];
  const depth = indentOf(lines[from] ?? "");
  const end = lines.findIndex(
    (each, index) => index > from && each.trim() !== "" && indentOf(each) <= depth,
  );
  return lines.slice(from + 1, end < 0 ? lines.length : end);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function valueOf(lines: readonly string[], key: string): string {
  for (const line of lines) {
    const [, found, value = ""] = /^\s*(\w+):\s*["']?([^"'\s#]+)/.exec(line) ?? [];
    if (found === key) return value;
  }
  return "";
}

function labelsIn(selector: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    selector.flatMap((line) => {
      const [, key, value] = /^\s*["']?([\w./-]+)["']?:\s*["']?([^"'\s#]+)/.exec(line) ?? [];
      return key !== undefined && value !== undefined ? [[key, value]] : [];
    }),
  );
}
