import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { FieldSchema } from "#core/api/schema/field-schema.ts";
import { resolveSchema } from "#core/api/schema/resolve.ts";
import { guess } from "./guess.ts";
import type { KnownKind } from "./known-kinds.ts";
import type { Reporter } from "./reporter.ts";

/** Where the walk stands: the field's own name, and what was passed on the way, outermost first. */
interface Place {
  /** The server fills in what has a default before it looks for what is missing. */
  readonly isDefaulted: boolean;
  readonly name: string;
  readonly parents: readonly { readonly name: string; readonly schema: FieldSchema }[];
}

const TOO_DEEP = 60;

/** Compares a manifest with the field table of its kind. */
export function checkFields(root: YAMLMap, kind: KnownKind, reporter: Reporter): void {
  checkMap(
    root,
    kind.table,
    { name: kind.kind, parents: [], isDefaulted: kind.custom !== undefined },
    reporter,
    root.items[0]?.key as Node | undefined,
  );
}

function check(
  node: Node | null | undefined,
  reference: FieldSchema,
  place: Place,
  reporter: Reporter,
  key: Node | undefined,
): void {
  if (
    !node ||
    isAlias(node) ||
    place.parents.length > TOO_DEEP ||
    (isScalar(node) && node.value === null)
  )
    return;
  const { schema } = resolveSchema(reference);
  if (isOpen(schema) && isMap(node) && schema.properties) {
    checkMap(node, schema, place, reporter, key);
  } else if (schema.oneOf || isOpen(schema) || schema["x-kubernetes-int-or-string"]) {
    checkEither(node, schema, place, reporter);
  } else if (schema.type === "object") {
    if (isMap(node)) checkMap(node, schema, place, reporter, key);
    else wrongType(node, "object", place, reporter);
  } else if (schema.type === "array") {
    if (isSeq(node)) checkSeq(node, schema, place, reporter);
    else wrongType(node, "array", place, reporter);
  } else if (schema.type) {
    checkScalar(node, schema, place, reporter);
  }
}

/** Whether fields are kept that nobody has described. */
function isOpen(schema: FieldSchema): boolean {
  return schema["x-kubernetes-preserve-unknown-fields"] === true;
}

/** Fields such as `25%` or 1, and quantities: text or number, but no block. */
function checkEither(node: Node, schema: FieldSchema, place: Place, reporter: Reporter): void {
  if (!isOpen(schema) && !isScalar(node)) wrongType(node, "value", place, reporter);
}

function checkMap(
  node: YAMLMap,
  schema: FieldSchema,
  place: Place,
  reporter: Reporter,
  key: Node | undefined,
): void {
  const inner = (name: string): Place => ({
    ...place,
    name,
    parents: [...place.parents, { name: place.name, schema }],
  });
  const values =
    typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
  for (const pair of node.items) {
    const name = keyText(pair);
    if (name === undefined || name === "<<") continue;
    const field = schema.properties?.[name] ?? values;
    if (field) check(pair.value as Node | null, field, inner(name), reporter, pair.key as Node);
    else if (schema.properties && !isOpen(schema))
      unknownField(pair.key as Node, name, schema, place, reporter);
  }
  const missing = (schema.required ?? []).filter(
    (name) =>
      !(place.isDefaulted && schema.properties?.[name]?.default !== undefined) &&
      !node.items.some((pair) => keyText(pair) === name && !isNull(pair.value)),
  );
  for (const name of missing) reporter.node(key, "missing", { parent: place.name, field: name });
}

function checkSeq(node: YAMLSeq, schema: FieldSchema, place: Place, reporter: Reporter): void {
  if (!schema.items) return;
  for (const item of node.items as readonly (Node | null)[]) {
    const first = isMap(item) ? (item.items[0]?.key as Node | undefined) : undefined;
    check(item, schema.items, { ...place, name: singular(place.name) }, reporter, first);
  }
}

/** What the entries of a list are called in a sentence. */
function singular(name: string): string {
  return name.endsWith("s") && !name.endsWith("ss") ? name.slice(0, -1) : name;
}

function checkScalar(node: Node, schema: FieldSchema, place: Place, reporter: Reporter): void {
  if (!isScalar(node)) {
    wrongType(node, schema.type ?? "value", place, reporter);
    return;
  }
  const found = typeof node.value;
  const fits =
    schema.type === "string"
      ? found === "string"
      : schema.type === "boolean"
        ? found === "boolean"
        : schema.type === "integer"
          ? found === "number" && Number.isInteger(node.value)
          : found === "number";
  if (!fits) wrongScalar(node, schema, place, reporter);
  else if (schema.enum && !schema.enum.map(String).includes(String(node.value))) {
    reporter.node(node, "enum", {
      field: place.name,
      found: String(node.value),
      allowed: schema.enum.join(", "),
    });
  }
}

function wrongScalar(node: Scalar, schema: FieldSchema, place: Place, reporter: Reporter): void {
  const source = String(node.source ?? node.value);
  if (schema.type === "string" && typeof node.value !== "string") {
    reporter.node(node, "needsQuotes", {
      field: place.name,
      found: source,
      type: typeof node.value === "number" ? "number" : "true/false",
    });
  } else if (
    (schema.type === "integer" || schema.type === "number") &&
    typeof node.value === "string" &&
    /^-?\d+$/.test(node.value)
  ) {
    reporter.node(node, "noQuotes", { field: place.name, found: node.value });
  } else {
    wrongType(node, schema.type ?? "value", place, reporter);
  }
}

const WANTED: Readonly<Record<string, string>> = {
  object: "key: value …",
  array: "- …",
  string: "text",
  integer: "1, 2, 3 …",
  number: "1, 2.5 …",
  boolean: "true / false",
  value: "text / 1, 2 …",
};

function wrongType(node: Node, wanted: string, place: Place, reporter: Reporter): void {
  const found = isMap(node)
    ? "key: value …"
    : isSeq(node)
      ? "- …"
      : isScalar(node)
        ? `“${String(node.value).slice(0, 40)}”`
        : "?";
  reporter.node(node, "wrongType", {
    field: place.name,
    expected: WANTED[wanted] ?? wanted,
    found,
  });
}

/** An unknown field is a slip of the finger, or it stands in the wrong block, or it is simply not there. */
function unknownField(
  key: Node,
  field: string,
  schema: FieldSchema,
  place: Place,
  reporter: Reporter,
): void {
  const own = Object.keys(schema.properties ?? {});
  const suggestion = guess(field, own);
  const home =
    suggestion?.toLowerCase() === field.toLowerCase() ? undefined : homeOf(field, schema, place);
  if (home !== undefined) reporter.node(key, "misplacedField", { field, parent: place.name, home });
  else if (suggestion !== undefined)
    reporter.node(key, "unknownFieldGuess", { field, parent: place.name, suggestion });
  else reporter.node(key, "unknownField", { field, parent: place.name });
}

/** The nearest block that has this field: a parent (indented too far) or a child (not far enough). */
function homeOf(field: string, schema: FieldSchema, place: Place): string | undefined {
  for (const parent of [...place.parents].reverse()) {
    if (parent.schema.properties?.[field]) return parent.name;
  }
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    if (name !== "status" && resolveSchema(child).schema.properties?.[field]) return name;
  }
  const uncle = place.parents[place.parents.length - 1];
  for (const [name, sibling] of Object.entries(uncle?.schema.properties ?? {})) {
    if (
      name !== "status" &&
      name !== place.name &&
      resolveSchema(sibling).schema.properties?.[field]
    )
      return name;
  }
  return undefined;
}

function keyText(pair: Pair): string | undefined {
  return isScalar(pair.key) ? String(pair.key.value) : undefined;
}

function isNull(value: unknown): boolean {
  return value === null || value === undefined || (isScalar(value) && value.value === null);
}
