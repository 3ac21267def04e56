import { CommandFailure, failure } from "../failure.ts";
import { isMap } from "../json.ts";
import { numberText } from "../yaml/print.ts";
import { PathError } from "./jsonpath-parse.ts";
import { compilePath, findPath, type PathTemplate } from "./jsonpath.ts";
import { TABLE_LAYOUT, TabWriter } from "./tab-writer.ts";

/** One column of `-o custom-columns`. */
export interface CustomColumn {
  readonly header: string;
  readonly expression: string;
}

/** Reads `NAME:.metadata.name,IP:.status.podIP`. Models get.NewCustomColumnsPrinterFromSpec. */
export function columnsFromSpec(spec: string): readonly CustomColumn[] {
  if (spec === "") throw failure("custom-columns format specified but no custom columns given");
  return spec.split(",").map((part) => {
    const colon = part.indexOf(":");
    if (colon < 0)
      throw failure(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return { header: part.slice(0, colon), expression: relaxedPath(part.slice(colon + 1)) };
  });
}

/** The paths of the columns, read only after the headers are written: a bad one is told below them. */
function pathsOf(columns: readonly CustomColumn[], writer: TabWriter): readonly PathTemplate[] {
  try {
    return columns.map(({ expression }) => compilePath(expression));
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    throw new CommandFailure(error.message, { printed: writer.flush() });
  }
}

/** Turns `metadata.name`, `.metadata.name`, `{metadata.name}` and `{.metadata.name}` into the last form. Models RelaxedJSONPathExpression. */
export function relaxedPath(expression: string): string {
  if (expression === "") return expression;
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(expression);
  if (!match) {
    throw failure(
      `unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`,
    );
  }
  return `{.${match[1] ?? match[2] ?? ""}}`;
}

/** A printer of the columns over objects, which prints the headers once. Models get.CustomColumnsPrinter. */
export function columnsWriter(
  columns: readonly CustomColumn[],
  { noHeaders }: { readonly noHeaders: boolean },
): (objects: readonly unknown[]) => string {
  const writer = new TabWriter(TABLE_LAYOUT);
  let isHeaderDue = !noHeaders;
  let paths: readonly PathTemplate[] | undefined;
  return (objects) => {
    if (isHeaderDue) writer.write(`${columns.map((column) => column.header).join("\t")}\n`);
    isHeaderDue = false;
    const known = (paths ??= pathsOf(columns, writer));
    for (const object of objects)
      writer.write(`${known.map((path) => columnText(path, object)).join("\t")}\n`);
    return writer.flush();
  };
}

function columnText(path: PathTemplate, object: unknown): string {
  const found = findPath(path, object, { allowMissingKeys: true }).flat();
  return found.length === 0 ? "<none>" : found.map(goText).join(",");
}

/** A value as Go's `%v` prints it. */
function goText(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goText).join(" ")}]`;
  if (isMap(value)) {
    return `map[${Object.keys(value)
      .sort()
      .map((key) => `${key}:${goText(value[key])}`)
      .join(" ")}]`;
  }
  return typeof value === "number" ? numberText(value) : String(value);
}
