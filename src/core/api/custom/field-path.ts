import type { JSONSchemaProps } from "../schema/generated/types.ts";
import { elementSchema } from "../validation/structural-schemas.ts";

/** Where a path leads in a schema. */
export interface FieldPath {
  /** The path as messages show it: `.a['b-c']` of an object is `a.b-c`. */
  readonly text: string;
  readonly schema: JSONSchemaProps;
}

/** Reads the path of a field, or says why it leads nowhere. Models cel.ValidFieldPath. */
export function readFieldPath(
  path: string,
  schema: JSONSchemaProps,
): FieldPath | { readonly problem: string } {
  let rest = path;
  let text = "";
  let place: JSONSchemaProps = schema;
  while (rest !== "") {
    const step = /^(?:\.([^.[\]]+)|\['((?:\\.|[^'\\])*)'\])/.exec(rest);
    if (!step)
      return { problem: `expected [ or . but got: ${/^[.[\]]|^[^.[\]]+/.exec(rest)?.[0] ?? ""}` };
    const name = step[1] ?? (step[2] ?? "").replace(/\\(.)/g, "$1");
    rest = rest.slice(step[0].length);
    const { properties } = place;
    const next = properties ? properties[name] : elementSchema(place.additionalProperties);
    if (!next) return { problem: "does not refer to a valid field" };
    place = next;
    const dot = text === "" ? "" : ".";
    text += properties ? `${dot}${name}` : `[${name}]`;
  }
  return { text, schema: place };
}
