import { isMap, sortedEntries } from "../json.ts";

/** A function or a step of a template that cannot go on; the message is Go's. */
export class ExecutionError extends Error {
  override readonly name = "ExecutionError";
}

/** How Go's `%v` prints a value: whole numbers of an object are int64, those of the template itself (bigint here) are int. */
export function goText(value: unknown): string {
  if (value === undefined || value === null) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goText).join(" ")}]`;
  if (isMap(value))
    return `map[${sortedEntries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => `${key}:${goText(part)}`)
      .join(" ")}]`;
  return typeof value === "number" ? floatText(value) : String(value);
}

/** Models strconv.FormatFloat with the shortest precision: an exponent from seven digits on. */
function floatText(value: number): string {
  const magnitude = Math.abs(value);
  if (Number.isInteger(value) || (magnitude >= 1e-4 && magnitude < 1e6)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

/** The name of a value's Go type. */
export function goTypeName(value: unknown): string {
  if (Array.isArray(value)) return "[]interface {}";
  if (isMap(value)) return "map[string]interface {}";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "bigint") return "int";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return typeof value === "string" ? "string" : "interface {}";
}

/** Models template.IsTrue. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isMap(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

/** Models fmt.Sprintf for the verbs that templates use. */
export function goFormat(format: string, args: readonly unknown[]): string {
  let at = 0;
  const text = format.replace(
    /%([-+# 0]*)(\d*)(?:\.(\d+))?(.)/gs,
    (_whole, flags: string, width: string, precision: string | undefined, verb: string) => {
      if (verb === "%") return "%";
      if (at >= args.length) return `%!${verb}(MISSING)`;
      const value = args[at++];
      const shown = verbText(verb, value, precision);
      if (flags.includes("-")) return shown.padEnd(Number(width));
      return shown.padStart(Number(width), flags.includes("0") ? "0" : " ");
    },
  );
  const extra = args.slice(at).map((value) => `${goTypeName(value)}=${goText(value)}`);
  return extra.length > 0 ? `${text}%!(EXTRA ${extra.join(", ")})` : text;
}

function isFloat(value: unknown): value is number {
  return typeof value === "number" && !Number.isInteger(value);
}

function isWhole(value: unknown): value is bigint | number {
  return typeof value === "bigint" || Number.isInteger(value);
}

function verbText(verb: string, value: unknown, precision: string | undefined): string {
  const wrong = `%!${verb}(${value === undefined || value === null ? "" : `${goTypeName(value)}=`}${goText(value)})`;
  switch (verb) {
    case "v":
      return goText(value);
    case "s":
      if (typeof value !== "string") return typeof value === "object" ? goText(value) : wrong;
      return precision === undefined ? value : value.slice(0, Number(precision));
    case "q":
      return typeof value === "string" ? JSON.stringify(value) : wrong;
    case "d":
      return isWhole(value) ? String(value) : wrong;
    case "x":
      return isWhole(value) ? value.toString(16) : wrong;
    case "t":
      return typeof value === "boolean" ? String(value) : wrong;
    case "T":
      return value === undefined || value === null ? "<nil>" : goTypeName(value);
    case "f":
      return isFloat(value) ? value.toFixed(Number(precision ?? 6)) : wrong;
    case "g":
      return isFloat(value) ? floatText(value) : wrong;
    default:
      return wrong;
  }
}
