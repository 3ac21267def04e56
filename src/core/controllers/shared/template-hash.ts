import { fnv1a, safeEncode } from "#core/base/hash.ts";
import type { PodTemplateSpec } from "#core/api/schema/generated/types.ts";

/** A short name for a template, the same for equal ones. Models controller.ComputeHash; upstream's values also depend on Go's struct order. */
export function podTemplateHash(
  template: PodTemplateSpec,
  collisionCount: number | undefined,
): string {
  const salt = collisionCount === undefined ? "" : `#${collisionCount}`;
  return safeEncode(String(fnv1a(`${canonicalJson(template)}${salt}`)));
}

/** JSON with sorted keys, absent and null members left out. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).filter(([, part]) => part !== undefined && part !== null);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`).join(",")}}`;
}
