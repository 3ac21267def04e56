import type { KubeObject } from "#core/api/meta.ts";
import type { PodTemplateSpec } from "#core/api/schema/generated/types.ts";
import { isMap, valueAt } from "./json.ts";

/** Where each kind keeps its pod template; a Pod is its own. */
export function templatePath(object: KubeObject): readonly string[] | undefined {
  if (object.kind === "Pod") return [];
  if (object.kind === "CronJob") return ["spec", "jobTemplate", "spec", "template"];
  return isMap(valueAt(object, "spec", "template")) ? ["spec", "template"] : undefined;
}

/** The object's pod template, or undefined when its kind has none. */
export function templateOf(object: KubeObject): PodTemplateSpec | undefined {
  const path = templatePath(object);
  return path && (valueAt(object, ...path) as PodTemplateSpec);
}

/** A copy of the object with another value at a path. */
export function withValue(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  const map = isMap(value) ? value : {};
  return { ...map, [key]: withValue(map[key], rest, replacement) };
}
