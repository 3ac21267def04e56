import { schemas } from "#core/api/schema/generated/schemas.ts";
import type { ApiResource } from "./define.ts";

/** Key of a resource's field table, undefined when it has none (custom resources). */
export function schemaNameOf(
  resource: Pick<ApiResource, "group" | "version" | "kind" | "schemaName">,
): string | undefined {
  // Custom resources have a name that is empty.
  if (resource.schemaName !== undefined && resource.schemaName !== "") return resource.schemaName;
  const { group, version, kind } = resource;
  const matches = Object.entries(schemas).find(([, schema]) =>
    schema["x-kubernetes-group-version-kind"]?.some(
      (tag) => tag.group === group && tag.version === version && tag.kind === kind,
    ),
  );
  return matches?.[0];
}
