import type { KubeObject } from "#core/api/meta.ts";
import type { Steps } from "../command.ts";
import { isMap, sortedEntries } from "../json.ts";
import { numberText } from "../yaml/print.ts";
import type { DescribeContext } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { DescribeText } from "./text.ts";

const SHOWN_ABOVE: readonly string[] = [
  ".metadata.managedFields",
  ".metadata.name",
  ".metadata.namespace",
  ".metadata.labels",
  ".metadata.annotations",
];
const ACRONYMS: readonly string[] = ["API", "URL", "UID", "OSB", "GUID"];

/** Describes an object of any kind, field by field. Models describe.genericDescriber. */
export function* describeGeneric(object: KubeObject, context: DescribeContext): Steps<string> {
  const events = yield* eventsOf(object, context);
  const text = new DescribeText();
  text.line(0, `Name:\t${object.metadata.name ?? ""}`);
  text.line(0, `Namespace:\t${object.metadata.namespace ?? ""}`);
  text.labels("Labels", object.metadata.labels);
  text.annotations(object.metadata.annotations);
  writeFields(text, 0, object, "");
  writeEvents(text, events, context.session.nowEpochMs());
  return text.aligned();
}

function writeFields(text: DescribeText, level: number, fields: unknown, path: string): void {
  if (!isMap(fields)) return;
  for (const [field, value] of sortedEntries(fields)) {
    const here = `${path}.${field}`;
    if (SHOWN_ABOVE.includes(here)) continue;
    if (isMap(value)) {
      text.line(level, `${labelFor(field)}:`);
      writeFields(text, level + 1, value, here);
    } else if (Array.isArray(value)) {
      text.line(level, `${labelFor(field)}:`);
      for (const item of value) {
        if (isMap(item)) writeFields(text, level + 1, item, here);
        else text.line(level + 1, plain(item));
      }
    } else text.line(level, `${labelFor(field)}:\t${plain(value)}`);
  }
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  return typeof value === "number" ? numberText(value) : String(value);
}

/** `apiVersion` becomes `API Version`; what holds anything but letters and dashes stays as it is. Models describe.smartLabelFor. */
function labelFor(field: string): string {
  if (/[^\p{L}-]/u.test(field)) return field;
  const words = field.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|-+|[^A-Za-z-]+/g) ?? [field];
  return words
    .map((word) =>
      ACRONYMS.includes(word.toUpperCase())
        ? word.toUpperCase()
        : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase(),
    )
    .join(" ");
}
