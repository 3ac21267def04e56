import { cloneJson } from "#core/base/clone.ts";
import { decodeObject, type Decoded, type DecodeOptions } from "./schema/decode.ts";
import { duplicateFields } from "./schema/duplicate-fields.ts";
import type { JSONSchemaProps } from "./schema/generated/types.ts";
import { badRequest, StatusError } from "./status.ts";
import { dropIdleNulls, fillDefaults, pruned } from "./custom/prune.ts";

/** Any kind will do whose metadata is read as everywhere and which asks for nothing else. */
const HOLDER = "io.k8s.api.core.v1.ConfigMap";
const HEADER: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata"]);

interface Target {
  readonly kind: string;
  readonly version: string;
  readonly schema: JSONSchemaProps;
}

/**
 * Reads a JSON value as a custom resource: fields unknown to the schema are cut off, defaults filled in, metadata is read as everywhere.
 * Models the apiextensions-apiserver's schemaCoercingDecoder.
 */
export function decodeCustom(
  target: Target,
  value: Readonly<Record<string, unknown>>,
  { fieldValidation, raw }: DecodeOptions,
): Decoded {
  const meta = decodeMetadata(target, value["metadata"]);
  const unknown: string[] = [];
  const body = Object.fromEntries(
    Object.entries(cloneJson(value)).filter(
      ([key, part]) => !HEADER.has(key) && part !== undefined,
    ),
  );
  const kept = pruned(body, target.schema, "", unknown) as Record<string, unknown>;
  dropIdleNulls(kept, target.schema);
  fillDefaults(kept, target.schema);
  const duplicates =
    raw === undefined ? [] : duplicateFields(raw).map((path) => `duplicate field "${path}"`);
  const problems = [
    ...duplicates,
    ...meta.warnings,
    ...unknown.map((path) => `unknown field "${path}"`),
  ];
  if (fieldValidation === "Strict" && problems.length > 0)
    throw badRequest(`${prefixOf(target)}strict decoding error: ${problems.join(", ")}`);
  return {
    object: { metadata: meta.object["metadata"], ...kept },
    warnings: fieldValidation === "Ignore" ? [] : problems,
    hasEmpties: false,
  };
}

function prefixOf({ kind, version }: Target): string {
  return `${kind} in version "${version}" cannot be handled as a ${kind}: `;
}

function decodeMetadata(target: Target, metadata: unknown): Decoded {
  try {
    return decodeObject(HOLDER, { metadata: metadata ?? {} }, { fieldValidation: "Warn" });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    throw badRequest(error.message.replace(/^.* cannot be handled as a \w+: /, prefixOf(target)));
  }
}
