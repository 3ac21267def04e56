import { applyJsonPatch } from "#core/api/patch/json-patch.ts";
import { applyMergePatch } from "#core/api/patch/merge-patch.ts";
import { patchSchemaNamed } from "#core/api/patch/patch-schema.ts";
import { applyStrategicPatch } from "#core/api/patch/strategic-merge.ts";
import type { ApiResource } from "./define.ts";
import { isMap } from "./json.ts";
import { schemaNameOf } from "./schema-name.ts";

/** A patch that is applied here instead of by the server. */
export interface LocalPatch {
  readonly type: "json" | "merge" | "strategic";
  readonly body: unknown;
}

/** The object with a patch applied. */
export function patchedLocally(
  resource: ApiResource,
  object: unknown,
  { type, body }: LocalPatch,
): unknown {
  const schemaName = schemaNameOf(resource);
  if (type === "json") return applyJsonPatch(object, body);
  return type === "strategic" && schemaName !== undefined && isMap(object) && isMap(body)
    ? applyStrategicPatch(object, body, patchSchemaNamed(schemaName))
    : applyMergePatch(object, body);
}
