import { patchSchemaNamed } from "#core/api/patch/patch-schema.ts";
import { strategicDiff, threeWayStrategicPatch } from "#core/api/patch/strategic-diff.ts";
import { isEqual } from "#core/base/equal.ts";
import type { ApiResource } from "./define.ts";
import { isMap } from "./json.ts";
import { schemaNameOf } from "./schema-name.ts";

type JsonMap = Record<string, unknown>;

/** What apply compares. */
export interface ThreeWay {
  /** What was last applied; undefined when nothing was. */
  readonly original: unknown;
  /** What the user wants now. */
  readonly modified: unknown;
  /** What the server has. */
  readonly current: unknown;
  readonly resource: ApiResource;
}

/** A patch and its content type. */
export interface TypedPatch {
  readonly type: "strategic" | "merge";
  readonly body: Readonly<JsonMap>;
}

/** The patch that brings the current object to the modified one and drops what was applied before but is wanted no more. Models apply.Patcher. */
export function threeWayPatch({ original, modified, current, resource }: ThreeWay): TypedPatch {
  const sides = { original: asMap(original), modified: asMap(modified), current: asMap(current) };
  const schemaName = schemaNameOf(resource);
  if (schemaName === undefined)
    return { type: "merge", body: mergeDiff(sides.original, sides.modified, sides.current) };
  return {
    type: "strategic",
    body: threeWayStrategicPatch(sides, patchSchemaNamed(schemaName), { overwrites: true }),
  };
}

/** The patch that turns one state of an object into another: strategic where the kind has a field table. */
export function twoWayPatch(resource: ApiResource, before: unknown, after: unknown): TypedPatch {
  const [original, modified] = [asMap(before), asMap(after)];
  const schemaName = schemaNameOf(resource);
  if (schemaName === undefined)
    return { type: "merge", body: mergeDiff(original, modified, original) };
  return {
    type: "strategic",
    body: strategicDiff(original, modified, patchSchemaNamed(schemaName)),
  };
}

/** Models jsonmergepatch.CreateThreeWayJSONMergePatch. */
function mergeDiff(original: JsonMap, modified: JsonMap, current: JsonMap): JsonMap {
  const patch: JsonMap = {};
  for (const key of Object.keys(original)) {
    if (!Object.hasOwn(modified, key) && Object.hasOwn(current, key)) patch[key] = null;
  }
  for (const [key, value] of Object.entries(modified)) {
    const live = current[key];
    if (isMap(value) && isMap(live)) {
      const inner = mergeDiff(asMap(original[key]), asMap(value), asMap(live));
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (!isEqual(value, live)) patch[key] = value;
  }
  return patch;
}

function asMap(value: unknown): JsonMap {
  return isMap(value) ? value : {};
}
