import type { JSONSchemaProps } from "../schema/generated/types.ts";
import { elementSchema } from "../validation/structural-schemas.ts";

/** A rule's path as messages show it, or why it leads nowhere: `.a['b-c']` of an object is `a.b-c`. Models cel.ValidFieldPath. */
export function readFieldPath(
  path: string,
  schema: JSONSchemaProps,
): { readonly text: string } | { readonly problem: string } {
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
  return { text };
}
