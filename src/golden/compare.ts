const PLACEHOLDERS: Readonly<Record<string, string>> = {
  "<age>": "(\\d+[smhdy])+|<unknown>|<invalid>|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ",
  "<commit>": "[0-9a-f]+",
  "<generated>": "[a-z0-9.-]+",
  "<ip>": "10\\.96\\.\\d+\\.\\d+",
  "<port>": "\\d+",
  "<rv>": "\\d+",
  "<suffix>": "[a-z0-9]{5}",
  "<time>": "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z",
  "<token>": ".+",
  "<uid>": "<uid>|[0-9a-f-]{36}",
};
const ANY_PLACEHOLDER = /<(age|commit|generated|ip|port|rv|suffix|time|token|uid)>/;
const MAX_SHOWN = 200;

/** What differs between an answer and the recorded one, one line each; placeholders such as `<uid>` in the recording stand for any such value. */
export function differencesBetween(got: unknown, want: unknown, path = ""): string[] {
  if (got === want) return [];
  if (typeof want === "string" && ANY_PLACEHOLDER.test(want)) {
    return matchesPlaceholders(got, want) ? [] : [difference(path, got, want)];
  }
  if (Array.isArray(got) && Array.isArray(want)) return listDifferences(got, want, path);
  if (isMap(got) && isMap(want)) {
    const keys = [...new Set([...Object.keys(want), ...Object.keys(got)])].sort();
    return keys.flatMap((key) =>
      differencesBetween(got[key], want[key], path === "" ? key : `${path}.${key}`),
    );
  }
  return got === want ? [] : [difference(path, got, want)];
}

function listDifferences(
  got: readonly unknown[],
  want: readonly unknown[],
  path: string,
): string[] {
  if (got.length !== want.length) return [difference(path, got, want)];
  return want.flatMap((each, i) => differencesBetween(got[i], each, `${path}[${i}]`));
}

function matchesPlaceholders(got: unknown, want: string): boolean {
  if (typeof got !== "string" && typeof got !== "number") return false;
  const pattern = want
    .split(new RegExp(`(${ANY_PLACEHOLDER.source})`))
    .filter((_, i) => i % 3 !== 2)
    .map((part) => (part in PLACEHOLDERS ? `(?:${PLACEHOLDERS[part] ?? ""})` : escapeText(part)))
    .join("");
  return new RegExp(`^${pattern}$`).test(String(got));
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function difference(path: string, got: unknown, want: unknown): string {
  return `${path === "" ? "answer" : path}: got ${shown(got)}, want ${shown(want)}`;
}

function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  // A long status message usually differs near its end, so both ends are kept.
  return text.length <= MAX_SHOWN * 2
    ? text
    : `${text.slice(0, MAX_SHOWN)} … ${text.slice(-MAX_SHOWN)}`;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
