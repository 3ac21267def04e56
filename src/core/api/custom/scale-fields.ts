import { invalid, type FieldError } from "../field-error.ts";
import { goText, goTypeName } from "../go-value.ts";
import type { KubeObject } from "../meta.ts";

const MAX_INT32 = 2_147_483_647;

/** What is wrong with the number of replicas at a path. Models customresource's ValidateScaleSpec and ValidateScaleStatus. */
export function replicaErrors(object: KubeObject, path: string): FieldError[] {
  const found = nested(object, path);
  if ("problem" in found) return [invalid(path, 0, found.problem)];
  const { value } = found;
  if (value === undefined) return [];
  if (typeof value !== "number" || !Number.isInteger(value))
    return [invalid(path, 0, accessorProblem(path, value, "int64"))];
  if (value < 0) return [invalid(path, value, "should be a non-negative integer")];
  return value > MAX_INT32
    ? [invalid(path, value, `should be less than or equal to ${MAX_INT32}`)]
    : [];
}

/** What is wrong with the selector at a path, where there is one. Models ValidateScaleStatus. */
export function selectorErrors(object: KubeObject, path: string | undefined): FieldError[] {
  if (path === undefined || path === "") return [];
  const found = nested(object, path);
  if ("problem" in found) return [invalid(path, "", found.problem)];
  return found.value === undefined || typeof found.value === "string"
    ? []
    : [invalid(path, "", accessorProblem(path, found.value, "string"))];
}

/** Models unstructured.NestedFieldNoCopy. */
function nested(
  object: KubeObject,
  path: string,
): { readonly value: unknown } | { readonly problem: string } {
  let value: unknown = object;
  let at = "";
  for (const key of path.replace(/^\./, "").split(".")) {
    if (value === undefined || value === null) return { value: undefined };
    if (typeof value !== "object" || Array.isArray(value))
      return { problem: accessorProblem(at, value, "map[string]interface{}") };
    value = (value as Readonly<Record<string, unknown>>)[key];
    at += `.${key}`;
  }
  return { value };
}

function accessorProblem(path: string, value: unknown, wanted: string): string {
  return `${path} accessor error: ${goText(value)} is of the type ${goTypeName(value)}, expected ${wanted}`;
}
