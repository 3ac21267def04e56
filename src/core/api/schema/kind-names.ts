import { schemas } from "./generated/schemas.ts";

/** The name of the schema that stands for a kind, if we have it. */
export function schemaNameOf(kind: {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}): string | undefined {
  return schemaNamesByKind().get(`${kind.group}/${kind.version}/${kind.kind}`);
}

let namesByKind: ReadonlyMap<string, string> | undefined;

function schemaNamesByKind(): ReadonlyMap<string, string> {
  namesByKind ??= new Map(
    Object.entries(schemas).flatMap(([name, schema]) =>
      (schema["x-kubernetes-group-version-kind"] ?? [])
        .filter((tag) => name.endsWith(`.${tag.kind}`))
        .map((tag) => [`${tag.group}/${tag.version}/${tag.kind}`, name] as const),
    ),
  );
  return namesByKind;
}
