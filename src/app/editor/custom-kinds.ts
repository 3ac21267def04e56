import { parseAllDocuments, type Document } from "yaml";
import { customFieldSchema } from "#core/api/custom-field-schema.ts";
import type { JSONSchemaProps } from "#core/api/schema/generated/types.ts";
import { knownKinds, knownVersion, type KnownKind } from "./known-kinds.ts";

/** Every kind that a text may speak of: the built-in ones, and those that definitions make. */
export interface Vocabulary {
  /** By the name of the kind alone, in the version to write. */
  readonly byName: ReadonlyMap<string, KnownKind>;
  readonly all: readonly KnownKind[];
  version(kind: string, apiVersion: string): KnownKind | undefined;
}

const DEFINITION = /^\s*(?:- +)?kind:\s*["']?CustomResourceDefinition\b/m;
const MAX_ALIASES = 100;

/** What is known where this text stands, with the definitions of the cluster and of the text itself. What the text says goes first. */
export function vocabularyFor(text: string, inCluster: readonly KnownKind[]): Vocabulary {
  const custom = [...kindsDefinedIn(text), ...inCluster];
  return {
    byName: new Map([...custom.map((each) => [each.kind, each] as const).reverse(), ...knownKinds]),
    all: [...knownKinds.values(), ...custom],
    version: (kind, apiVersion) =>
      knownVersion(kind, apiVersion) ??
      custom.find((each) => each.kind === kind && each.apiVersion === apiVersion),
  };
}

/** The kinds that CustomResourceDefinitions make, whoever wrote them: what cannot be read makes none. */
export function definedKinds(definitions: readonly unknown[]): readonly KnownKind[] {
  return definitions.flatMap((definition) => {
    if (!isRecord(definition) || !isRecord(definition["spec"])) return [];
    const { group, names, versions } = definition["spec"];
    if (typeof group !== "string" || !isRecord(names) || !Array.isArray(versions)) return [];
    const { kind } = names;
    if (typeof kind !== "string") return [];
    return (versions as readonly unknown[]).flatMap((version) => {
      if (!isRecord(version) || typeof version["name"] !== "string") return [];
      const { schema } = version;
      const given = isRecord(schema) ? schema["openAPIV3Schema"] : undefined;
      const custom = (isRecord(given) ? given : {}) as JSONSchemaProps;
      const apiVersion = `${group}/${version["name"]}`;
      return [{ kind, apiVersion, name: "", table: customFieldSchema(custom), custom }];
    });
  });
}

function kindsDefinedIn(text: string): readonly KnownKind[] {
  if (!DEFINITION.test(text)) return [];
  const documents = parseAllDocuments(text, { prettyErrors: false, merge: true });
  if (!("length" in documents)) return [];
  return definedKinds((documents as readonly Document.Parsed[]).map(valueOf));
}

/** What a document says; nothing while it cannot be read, or would grow too large. */
function valueOf(document: Document.Parsed): unknown {
  if (document.errors.length > 0) return undefined;
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return isRecord(value) && value["kind"] === "CustomResourceDefinition" ? value : undefined;
  } catch {
    // An alias that leads nowhere, or too many of them: the linter says so at its place.
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
