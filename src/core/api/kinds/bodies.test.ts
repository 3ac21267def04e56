import { expect, test } from "vitest";
import { apiVersionOf, type KindDefinition } from "../define.ts";
import { formatQuantity } from "../quantity.ts";
import type { FieldSchema } from "../schema/field-schema.ts";
import { resolveSchema, schemaNamed } from "../schema/resolve.ts";
import { decodeObject } from "../schema/decode.ts";
import { StatusError } from "../status.ts";
import type { Draft } from "../define.ts";
import type { KubeObject } from "../meta.ts";
import { kinds } from "./index.ts";

const MAX_DEPTH = 6;
const MAX_BODIES = 300;

/** A value of a schema: with everything in it that is required or, when asked for, with every field; lists hold one item. */
function sample(schema: FieldSchema, depth: number, isFull: boolean): unknown {
  const { schema: target } = resolveSchema(schema);
  if (target.properties) {
    if (depth >= MAX_DEPTH) return {};
    const entries = Object.entries(target.properties).map(([key, property]) => [
      key,
      sample(property, depth + 1, isFull),
    ]);
    return Object.fromEntries(entries.filter(() => isFull)) as unknown;
  }
  if (target.oneOf ?? target.format === "int-or-string")
    return formatQuantity({ nano: 0n, format: "DecimalSI" });
  switch (target.type) {
    case "array":
      return [sample(target.items ?? {}, depth + 1, isFull)];
    case "integer":
    case "number":
      return 0;
    case "boolean":
      return false;
    case "string":
      return target.format === "date-time" ? "2026-01-05T09:00:00Z" : "";
    default:
      return {};
  }
}

/** Every body that has one nested object or list emptied. */
function* hollowed(value: unknown): Generator<unknown> {
  if (typeof value !== "object" || value === null) return;
  yield Array.isArray(value) ? [{}] : {};
  for (const [key, part] of Object.entries(value))
    for (const hollow of hollowed(part)) {
      const isList = Array.isArray(value);
      yield isList ? [hollow] : { ...value, [key]: hollow };
    }
}

function judge(kind: KindDefinition, body: object): void {
  try {
    const named = { ...body, metadata: { name: "x", namespace: "default" } };
    const { object } = decodeObject(kind.schemaName, named, { fieldValidation: "Ignore" });
    const read = object as Draft<KubeObject>;
    kind.setDefaults(read);
    const draft = kind.conversion?.toStored(read) ?? read;
    kind.conversion?.stored.setDefaults(draft);
    kind.prepareCreate(draft, { now: "2026-01-01T00:00:00Z" });
    const whole = { ...draft, apiVersion: apiVersionOf(kind), kind: kind.kind } as KubeObject;
    kind.validate(whole);
    kind.validateUpdate(whole, whole);
    kind.subresources.status?.validateUpdate?.(whole, whole);
    kind.warnings(whole, undefined);
    for (const column of kind.columns) column.cell(whole, { nowEpochMs: 0 });
    kind.conversion?.fromStored(whole);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
  }
}

test.each(kinds.map((kind) => [`${apiVersionOf(kind)} ${kind.kind}`, kind] as const))(
  "%s: a body with empty parts is judged, never a crash",
  (_, kind) => {
    const schema = schemaNamed(kind.schemaName) ?? {};
    const full = sample(schema, 0, true) as object;
    const bodies = [...hollowed(full)];
    const step = Math.ceil(bodies.length / MAX_BODIES);
    for (let i = 0; i < bodies.length; i += step) judge(kind, bodies[i] as object);
    expect(bodies.length).toBeGreaterThan(0);
  },
);
