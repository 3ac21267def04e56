import type { FieldSchema } from "#core/api/schema/field-schema.ts";
import { schemas } from "#core/api/schema/generated/schemas.ts";
import { compareText } from "#core/base/order.ts";
import type { ApiResource } from "./define.ts";
import { failure } from "./failure.ts";
import { schemaNameOf } from "./schema-name.ts";

/** Texts for schemas and fields, and how deep to go. */
export interface ExplainOptions {
  readonly descriptions: Readonly<Record<string, string>>;
  readonly isRecursive: boolean;
}

/** A field's type: what is shown, and the schema behind it. */
interface FieldType {
  readonly text: string;
  readonly schemaName: string;
  readonly schema: FieldSchema | undefined;
}

const WIDTH = 80;

/** What `explain` prints for a resource or one of its fields. Throws kubectl's text when there is no such field. Models explain v2's plaintext template. */
export function explainText(
  resource: ApiResource,
  path: readonly string[],
  options: ExplainOptions,
): string {
  const root = schemaNameOf(resource);
  if (root === undefined)
    throw failure(
      `Couldn't find resource for ${JSON.stringify(`${resource.group}/${resource.version}, Kind=${resource.kind}`)}`,
    );
  let type: FieldType = { text: "Object", schemaName: root, schema: schemas[root] };
  let owner = "";
  let field: FieldSchema | undefined;
  for (const name of path) {
    owner = type.schemaName;
    field = type.schema?.properties?.[name];
    if (!field) throw failure(`field ${JSON.stringify(name)} does not exist`);
    type = typeOf(field);
  }
  const last = path.at(-1);
  const heading =
    (resource.group === "" ? "" : `GROUP:      ${resource.group}\n`) +
    `KIND:       ${resource.kind}\nVERSION:    ${resource.version}\n\n`;
  const fieldLine =
    last === undefined ? "" : `FIELD: ${last} <${type.text}>\n${enumText(field, "")}\n\n`;
  const texts = [
    last === undefined ? undefined : options.descriptions[`${owner}.${last}`],
    options.descriptions[type.schemaName],
  ];
  const description = [
    ...new Set(texts.filter((text): text is string => text !== undefined && text !== "")),
  ];
  const body =
    description.length === 0 ? "    <empty>\n" : description.map((text) => wrap(text, 4)).join("");
  const fields = type.schema?.properties ? `FIELDS:\n${fieldLines(type, options, 0, [])}\n` : "";
  return `${heading}${fieldLine}DESCRIPTION:\n${body}    \n${fields}\n`;
}

/** Follows `$ref`, lists and maps to what an author writes. */
function typeOf(field: FieldSchema): FieldType {
  const reference = field.$ref ?? field.allOf?.[0]?.$ref;
  if (reference !== undefined) {
    const schemaName = reference.replace("#/components/schemas/", "");
    const schema = schemas[schemaName];
    const isScalar =
      schema !== undefined &&
      schema.properties === undefined &&
      schema.type !== undefined &&
      schema.type !== "object";
    return {
      text: isScalar ? (schema.type ?? "Object") : (schemaName.split(".").at(-1) ?? "Object"),
      schemaName,
      schema,
    };
  }
  if (field.type === "array" && field.items) {
    const inner = typeOf(field.items);
    return { ...inner, text: `[]${inner.text}` };
  }
  if (field.type === "object" && typeof field.additionalProperties === "object") {
    const inner = typeOf(field.additionalProperties);
    return { ...inner, text: `map[string]${inner.text}` };
  }
  return { text: field.type ?? "Object", schemaName: "", schema: undefined };
}

function enumText(field: FieldSchema | undefined, pad: string): string {
  if (!field?.enum) return "";
  return `${pad}ENUM:\n${field.enum.map((value) => `${pad}    ${value}\n`).join("")}`;
}

function fieldLines(
  type: FieldType,
  options: ExplainOptions,
  level: number,
  seen: readonly string[],
): string {
  const properties = type.schema?.properties ?? {};
  const pad = "  ".repeat(level + 1);
  return Object.keys(properties)
    .sort(compareText)
    .map((name) => {
      const field = properties[name];
      if (!field) return "";
      const inner = typeOf(field);
      const required = type.schema?.required?.includes(name) ? " -required-" : "";
      const line = `${pad}${name}\t<${inner.text}>${required}\n`;
      if (options.isRecursive) {
        const isKnown = seen.includes(inner.schemaName);
        const deeper =
          inner.schema?.properties && !isKnown
            ? fieldLines(inner, options, level + 1, [...seen, inner.schemaName])
            : "";
        return line + enumText(field, pad) + deeper;
      }
      const text = options.descriptions[`${type.schemaName}.${name}`] ?? "";
      return `${line}${enumText(field, pad)}${text === "" ? "    <no description>\n" : wrap(text, 4)}\n`;
    })
    .join("");
}

/** Breaks a text at spaces so that lines stay under the width; lines of its own are kept. */
function wrap(text: string, indent: number): string {
  const pad = " ".repeat(indent);
  return text
    .split("\n")
    .map((paragraph) => {
      const lines = [""];
      for (const word of paragraph.split(" ").filter((each) => each !== "")) {
        const current = lines.at(-1) ?? "";
        if (current === "") lines[lines.length - 1] = word;
        else if (indent + current.length + 1 + word.length <= WIDTH)
          lines[lines.length - 1] = `${current} ${word}`;
        else lines.push(word);
      }
      return lines.map((line) => `${pad}${line}\n`).join("");
    })
    .join("");
}
