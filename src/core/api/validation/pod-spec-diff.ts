import type { PodSpec } from "../schema/generated/types.ts";
import { lineDiff } from "./line-diff.ts";
import { internalPodSpec } from "./internal-structs.ts";

/** What changed between two pod specs, as a diff of the server's own form of them. Models apimachinery diff.Diff. */
export function podSpecDiff(old: PodSpec, spec: PodSpec): string {
  return structDiff(internalPodSpec(old), internalPodSpec(spec));
}

/** What changed between two values in the server's own form. */
export function structDiff(old: unknown, value: unknown): string {
  return lineDiff(printed(old), printed(value));
}

function printed(value: unknown): string[] {
  // Go's encoder hides what could end a script.
  const text = JSON.stringify(value, undefined, 1).replace(
    /[<>&]/g,
    (mark) => `\\u00${mark.charCodeAt(0).toString(16)}`,
  );
  return text.split("\n");
}
