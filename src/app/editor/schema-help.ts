import type { FieldSchema } from "#core/api/schema/field-schema.ts";
import { resolveSchema } from "#core/api/schema/resolve.ts";
import { vocabularyFor, type Vocabulary } from "./custom-kinds.ts";
import type { KnownKind } from "./known-kinds.ts";
import { placeAt, type PlaceAt } from "./place-at.ts";

/** Something that could be written here. */
export interface Completion {
  readonly label: string;
  readonly detail: string;
  readonly help: string;
  /** Text with `$0` where the cursor goes. */
  readonly insert: string;
  readonly isValue: boolean;
  /** More can be offered right after it. */
  readonly opensMore: boolean;
  readonly order: string;
}

/** What a field is for. */
export interface FieldHelp {
  readonly title: string;
  readonly type: string;
  readonly text: string;
}

type Descriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Fields or values that fit at a place of the text. Lines and columns count from 1. */
export async function completionsAt(
  text: string,
  line: number,
  column: number,
  inCluster: readonly KnownKind[] = [],
): Promise<readonly Completion[]> {
  const place = placeAt(text, line, column);
  const vocabulary = vocabularyFor(text, inCluster);
  if (place.path.length === 0 && place.value !== undefined)
    return topValues(place.value.key, vocabulary);
  const known = kindAt(place, vocabulary);
  if (!known) return place.path.length === 0 ? [...rootFields(place.siblings)] : [];
  const found = walk(known, place.path);
  if (!found) return [];
  const descriptions = await loadDescriptions();
  if (place.value) return valuesOf(found.schema.properties?.[place.value.key]);
  return fieldsOf(found, place.siblings, descriptions);
}

/** What the field under the cursor is for; undefined on anything else. */
export async function hoverAt(
  text: string,
  line: number,
  column: number,
  inCluster: readonly KnownKind[] = [],
): Promise<FieldHelp | undefined> {
  const place = placeAt(text, line, column);
  const key = place.keyOnLine;
  const known = kindAt(place, vocabularyFor(text, inCluster));
  if (key === undefined || !known) return undefined;
  const found = walk(known, place.path);
  const field = found?.schema.properties?.[key];
  if (!found || !field) return undefined;
  const descriptions = await loadDescriptions();
  const { schema, name } = resolveSchema(field);
  const words =
    descriptions[found.name]?.[key] ?? descriptions[name]?.[""] ?? field.description ?? "";
  const values = schema.enum ? `\n\n${schema.enum.map((value) => `\`${value}\``).join(" · ")}` : "";
  return { title: key, type: typeName(field), text: words + values };
}

interface Found {
  readonly schema: FieldSchema;
  readonly name: string;
}

/** The kind that the document around a place is of. */
function kindAt({ kind, apiVersion }: PlaceAt, vocabulary: Vocabulary): KnownKind | undefined {
  if (kind === undefined) return undefined;
  const exact = apiVersion === undefined ? undefined : vocabulary.version(kind, apiVersion);
  return exact ?? vocabulary.byName.get(kind);
}

/** The field table at a path; list items are passed through by the empty name. */
function walk({ table, name }: KnownKind, path: readonly string[]): Found | undefined {
  let found: Found | undefined = { schema: table, name };
  for (const step of path) {
    if (!found) return undefined;
    const next: FieldSchema | undefined =
      step === ""
        ? found.schema.items
        : (found.schema.properties?.[step] ??
          (typeof found.schema.additionalProperties === "object"
            ? found.schema.additionalProperties
            : undefined));
    if (!next) return undefined;
    const resolved = resolveSchema(next);
    found = { schema: resolved.schema, name: resolved.name || found.name };
  }
  return found;
}

function fieldsOf(
  { schema, name }: Found,
  siblings: readonly string[],
  descriptions: Descriptions,
): readonly Completion[] {
  const required = schema.required ?? [];
  return Object.entries(schema.properties ?? {})
    .filter(
      ([field]) => !siblings.includes(field) && field !== "status" && field !== "managedFields",
    )
    .map(([field, table]) => ({
      label: field,
      detail: typeName(table),
      help: descriptions[name]?.[field] ?? table.description ?? "",
      insert: insertOf(field, table),
      isValue: false,
      opensMore: isBlock(table) || enumOf(table) !== undefined,
      order: `${required.includes(field) ? 0 : 1}${field}`,
    }));
}

function insertOf(field: string, table: FieldSchema): string {
  const { schema } = resolveSchema(table);
  if (schema.type === "array") return `${field}:\n- $0`;
  return isBlock(table) ? `${field}:\n  $0` : `${field}: $0`;
}

function isBlock(table: FieldSchema): boolean {
  const { schema } = resolveSchema(table);
  return schema.type === "object" || schema.type === "array";
}

function enumOf(table: FieldSchema): readonly string[] | undefined {
  const { schema } = resolveSchema(table);
  return schema.enum ?? (schema.type === "boolean" ? ["true", "false"] : undefined);
}

function valuesOf(table: FieldSchema | undefined): readonly Completion[] {
  return (table ? (enumOf(table) ?? []) : []).map(valueCompletion);
}

function valueCompletion(value: string): Completion {
  return {
    label: value,
    detail: "",
    help: "",
    insert: value,
    isValue: true,
    opensMore: false,
    order: value,
  };
}

function topValues(key: string, { all: kinds }: Vocabulary): readonly Completion[] {
  if (key === "kind") return [...new Set(kinds.map(({ kind }) => kind))].map(valueCompletion);
  if (key === "apiVersion")
    return [...new Set(kinds.map(({ apiVersion }) => apiVersion))].map(valueCompletion);
  return [];
}

function rootFields(siblings: readonly string[]): readonly Completion[] {
  return ["apiVersion", "kind", "metadata", "spec"]
    .filter((field) => !siblings.includes(field))
    .map((field, index) => ({
      label: field,
      detail: "",
      help: "",
      isValue: false,
      opensMore: index < 2,
      order: String(index),
      insert: index < 2 ? `${field}: $0` : `${field}:\n  $0`,
    }));
}

function typeName(table: FieldSchema): string {
  const { schema, name } = resolveSchema(table);
  if (schema.type === "array" && schema.items) return `[]${typeName(schema.items)}`;
  if (schema.type === "object" && typeof schema.additionalProperties === "object")
    return `map[string]${typeName(schema.additionalProperties)}`;
  return name === "" ? (schema.type ?? "any") : name.slice(name.lastIndexOf(".") + 1);
}

let descriptions: Promise<Descriptions> | undefined;

/** The words of the field tables are much larger than the tables: they come when they are first read. */
function loadDescriptions(): Promise<Descriptions> {
  descriptions ??= import("virtual:api-descriptions")
    .then((module) => module.default as Descriptions)
    .catch(() => ({}));
  return descriptions;
}
