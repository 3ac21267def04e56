import { CommandFailure, failure } from "../failure.ts";
import { goJson, isMap, listAt, textAt } from "../json.ts";
import { resultName } from "../resources.ts";
import { printKyaml } from "../yaml/kyaml.ts";
import { printYaml } from "../yaml/print.ts";
import { columnsFromSpec, columnsWriter } from "./custom-columns.ts";
import { compileTemplate, type GoTemplate, renderTemplate } from "./go-template.ts";
import { TemplateError } from "./go-template-lex.ts";
import { goText } from "./go-template-values.ts";
import { goSyntax } from "./go-syntax.ts";
import { PathError } from "./jsonpath-parse.ts";
import { compilePath, findPath, renderPath, type PathTemplate } from "./jsonpath.ts";

/** Turns one object (or a List) into text. */
export type ObjectPrinter = (object: unknown) => string;

/** How an output format is asked for. */
export interface OutputRequest {
  /** Value of `-o`. */
  readonly output: string;
  /** Value of `--template`. */
  readonly template: string;
  readonly showManagedFields: boolean;
  readonly allowMissingKeys: boolean;
  readonly noHeaders: boolean;
  /** Whether the table formats of `get` are known to the command. */
  readonly withTables: boolean;
  readonly readFile: (name: string) => string | undefined;
}

const OBJECT_FORMATS: readonly string[] = [
  "go-template",
  "go-template-file",
  "json",
  "jsonpath",
  "jsonpath-as-json",
  "jsonpath-file",
  "kyaml",
  "name",
  "template",
  "templatefile",
  "yaml",
];
const TABLE_FORMATS: readonly string[] = ["custom-columns", "custom-columns-file", "wide"];

/** The printer of an output format; undefined for tables (no format, `wide`). Throws kubectl's text when the format is unknown. */
export function printerFor(request: OutputRequest): ObjectPrinter | undefined {
  const { output } = request;
  if (output === "" && request.template === "") return undefined;
  if (output === "wide" && request.withTables) return undefined;
  const equals = output.indexOf("=");
  const format = equals < 0 ? (output === "" ? "go-template" : output) : output.slice(0, equals);
  const argument = equals < 0 ? request.template : output.slice(equals + 1);
  return printerOf(format, argument, request) ?? unknownFormat(output, request.withTables);
}

function unknownFormat(output: string, withTables: boolean): never {
  const allowed = [...OBJECT_FORMATS, ...(withTables ? TABLE_FORMATS : [])].sort().join(",");
  throw failure(
    `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: ${allowed}`,
  );
}

function printerOf(
  format: string,
  argument: string,
  request: OutputRequest,
): ObjectPrinter | undefined {
  const tidy = (object: unknown) =>
    request.showManagedFields ? object : withoutManagedFields(object);
  const fromFile = (what = "template ") => fileText(argument, what, request);
  switch (format) {
    case "json":
      return (object) => `${goJson(tidy(object), "    ")}\n`;
    case "kyaml":
      return (object) => printKyaml(tidy(object));
    case "yaml":
      return (object) => printYaml(tidy(object));
    case "name":
      return printName;
    case "jsonpath":
      return pathPrinter(format, argument, request);
    case "jsonpath-file":
      return pathPrinter(format, fromFile("--template "), request);
    case "jsonpath-as-json":
      return pathPrinter(format, argument, request, (compiled, object, options) => {
        const found = findPath(compiled, object, options).flat();
        return `${goJson(found, "    ")}\n`;
      });
    case "go-template":
    case "template":
      return templatePrinter(argument, request);
    case "go-template-file":
    case "templatefile":
      return templatePrinter(fromFile("--template "), request);
    case "custom-columns":
      return request.withTables ? columnsPrinter(argument, request) : undefined;
    case "custom-columns-file":
      return request.withTables ? columnsPrinter(columnsOfFile(fromFile()), request) : undefined;
    default:
      return undefined;
  }
}

function fileText(name: string, what: string, { readFile }: OutputRequest): string {
  const text = readFile(name);
  if (text === undefined)
    throw failure(`error reading ${what}${name}, open ${name}: no such file or directory\n`);
  return text;
}

function pathPrinter(
  format: string,
  template: string,
  request: OutputRequest,
  render = renderPath,
): ObjectPrinter {
  if (template === "") throw failure(`template format specified but no template given`);
  const compiled = compiledPath(template);
  return (object) => {
    try {
      return render(compiled, object, { allowMissingKeys: request.allowMissingKeys });
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      throw failure(
        `error executing ${format} ${JSON.stringify(template)}: Error executing template: ${error.message}. ` +
          "Printing more information for debugging the template:\n" +
          `\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n\n`,
      );
    }
  };
}

function compiledPath(template: string): PathTemplate {
  try {
    return compilePath(template);
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    throw failure(`error parsing jsonpath ${template}, ${error.message}\n`);
  }
}

function templatePrinter(template: string, request: OutputRequest): ObjectPrinter {
  if (template === "") throw failure(`template format specified but no template given`);
  const compiled = compiledTemplate(template);
  return (object) => {
    const { text, problem } = renderTemplate(compiled, object, request);
    if (problem === undefined) return text;
    throw new CommandFailure(`error executing template ${JSON.stringify(template)}: ${problem}`, {
      printed:
        `${text}Error executing template: ${problem}. Printing more information for debugging the template:\n` +
        `\ttemplate was:\n\t\t${template}\n\traw data was:\n\t\t${goJson(object)}\n` +
        `\tobject given to template engine was:\n\t\t${goText(object)}\n\n`,
    });
  };
}

function compiledTemplate(template: string): GoTemplate {
  try {
    return compileTemplate(template);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw failure(`error parsing template ${template}, template: output:${error.message}`);
  }
}

/** A line of headers above a line of paths, as one specification. Models get.NewCustomColumnsPrinterFromTemplate. */
function columnsOfFile(text: string): string {
  const [headers = [], paths = []] = text
    .split("\n")
    .map((line) => line.split(/\s+/).filter((word) => word !== ""));
  if (headers.length !== paths.length)
    throw failure(
      `number of headers (${headers.length}) and field specifications (${paths.length}) don't match`,
    );
  return headers.map((header, i) => `${header}:${paths[i] ?? ""}`).join(",");
}

function columnsPrinter(spec: string, { noHeaders }: OutputRequest): ObjectPrinter {
  const write = columnsWriter(columnsFromSpec(spec), { noHeaders });
  return (object) => write(isList(object) ? listAt(object, "items") : [object]);
}

/** Whether an object is a list kubectl prints item by item. */
export function isList(object: unknown): boolean {
  return isMap(object) && Array.isArray(object["items"]) && textAt(object, "kind").endsWith("List");
}

function printName(object: unknown): string {
  if (isList(object)) return listAt(object, "items").map(printName).join("");
  const [group, version] = textAt(object, "apiVersion").split("/");
  const kind = textAt(object, "kind");
  return `${resultName({ group: version === undefined ? "" : (group ?? ""), kind }, textAt(object, "metadata", "name"))}\n`;
}

function withoutManagedFields(object: unknown): unknown {
  if (!isMap(object)) return object;
  if (isList(object))
    return { ...object, items: listAt(object, "items").map(withoutManagedFields) };
  const metadata = object["metadata"];
  if (!isMap(metadata) || metadata["managedFields"] === undefined) return object;
  return { ...object, metadata: { ...metadata, managedFields: undefined } };
}
