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
  /** Set for the whole of a custom resource. */
  readonly isCustom?: boolean;
}

const WIDTH = 80;

/** What `explain` prints for a resource or one of its fields. Throws kubectl's text when there is no such field. Models explain v2's plaintext template. */
export function explainText(
  resource: ApiResource,
  path: readonly string[],
  options: ExplainOptions,
): string {
  let type = rootType(resource);
  let owner = type;
  let field: FieldSchema | undefined;
  for (const name of path) {
    owner = type;
    field = type.schema?.properties?.[name];
    if (!field) throw new MissingField(headingOf(resource), path.at(-1) ?? name);
    type = typeOf(field);
  }
  const last = path.at(-1);
  const heading = headingOf(resource);
  const fieldLine =
    last === undefined
      ? ""
      : `FIELD: ${last} <${type.text}>\n${enumText(field, "")}${field?.enum ? "\n" : "\n\n"}`;
  const texts = [
    last === undefined ? undefined : fieldText(owner, last, options),
    options.descriptions[type.schemaName] ?? type.schema?.description,
  ];
  const description = [
    ...new Set(texts.filter((text): text is string => text !== undefined && text !== "")),
  ];
  const body =
    description.length === 0 ? "    <empty>\n" : description.map((text) => wrap(text, 4)).join("");
  const fields = type.schema?.properties ? `FIELDS:\n${fieldLines(type, options, 0, [])}\n` : "\n";
  // Only a custom resource's own type may have nothing to say and still be set apart from its fields.
  const gap = description.length === 0 && type.isCustom !== true ? "" : "    \n";
  return `${heading}${fieldLine}DESCRIPTION:\n${body}${gap}${fields}`;
}

/** A path that leads nowhere; what was found on the way is printed first. */
export class MissingField extends Error {
  override readonly name = "MissingField";
  readonly heading: string;

  constructor(heading: string, field: string) {
    super(`field ${JSON.stringify(field)} does not exist`);
    this.heading = heading;
  }
}

function headingOf({ group, kind, version }: ApiResource): string {
  const groupLine = group === "" ? "" : `GROUP:      ${group}\n`;
  return `${groupLine}KIND:       ${kind}\nVERSION:    ${version}\n\n`;
}

function rootType(resource: ApiResource): FieldType {
  const root = schemaNameOf(resource);
  const schema = root === undefined ? resource.custom?.fieldSchema : schemas[root];
  if (!schema)
    throw failure(
      `Couldn't find resource for ${JSON.stringify(`${resource.group}/${resource.version}, Kind=${resource.kind}`)}`,
    );
  return { text: "Object", schemaName: root ?? "", schema, isCustom: root === undefined };
}

const EVERY_OBJECT = "io.k8s.api.core.v1.Pod";
const OF_EVERY_OBJECT = ["apiVersion", "kind", "metadata"];

/** What the API says of a field; custom resources say it in their schema, and share what every object has. */
function fieldText(owner: FieldType, name: string, { descriptions }: ExplainOptions): string {
  const own = descriptions[`${owner.schemaName}.${name}`];
  const field = owner.schema?.properties?.[name];
  const isShared = owner.isCustom === true && OF_EVERY_OBJECT.includes(name);
  return (
    own ?? field?.description ?? (isShared ? descriptions[`${EVERY_OBJECT}.${name}`] : "") ?? ""
  );
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
  const isObject = field.type === undefined || field.type === "object";
  return {
    text: isObject ? "Object" : (field.type ?? ""),
    schemaName: "",
    schema: field.properties ? field : undefined,
  };
}

function enumText(field: FieldSchema | undefined, pad: string): string {
  if (!field?.enum) return "";
  return `${pad}ENUM:\n${field.enum.map((value) => `${pad}    ${value}\n`).join("")}`;
}

const SHOWN_IN_LINE = 4;

/** `enum: A, B, C, D, ....`: how the values look among other fields. */
function enumLine({ enum: values }: FieldSchema, pad: string): string {
  if (!values) return "";
  const shown = values
    .slice(0, SHOWN_IN_LINE)
    .map((value) => (value === "" ? '""' : value))
    .join(", ");
  return `${pad}enum: ${shown}${values.length > SHOWN_IN_LINE ? ", ...." : ""}\n`;
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
        const isKnown = inner.schemaName !== "" && seen.includes(inner.schemaName);
        const deeper =
          inner.schema?.properties && !isKnown
            ? fieldLines(inner, options, level + 1, [...seen, inner.schemaName])
            : "";
        return line + enumLine(field, pad) + deeper;
      }
      const text = fieldText(type, name, options);
      return `${line}${enumLine(field, pad)}${text === "" ? "    <no description>\n" : wrap(text, 4)}\n`;
    })
    .join("");
}

/** Breaks a text at spaces so that lines stay under the width; lines of its own are kept. */
function wrap(text: string, indent: number): string {
  const pad = " ".repeat(indent);
  return text
    .trimEnd()
    .split("\n")
    .map((paragraph) => {
      const lines = [""];
      for (const word of paragraph.split(" ")) {
        const current = lines.at(-1) ?? "";
        if (current === "") lines[lines.length - 1] = word;
        else if (indent + current.length + 1 + word.length <= WIDTH)
          lines[lines.length - 1] = `${current} ${word}`;
        else {
          lines[lines.length - 1] = current.trimEnd();
          lines.push(word);
        }
      }
      return lines.map((line) => `${pad}${line}\n`).join("");
    })
    .join("");
}
