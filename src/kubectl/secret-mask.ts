import { isMap, mapAt } from "./json.ts";

const MASK = "***";

/** Both sides of a comparison of Secrets without their values; one that is not there is told as null. Models diff.Masker. */
export function masked(from: unknown, to: unknown): readonly [unknown, unknown] {
  const [before, after] = [mapAt(from, "data"), mapAt(to, "data")];
  const side = (own: Values, other: Values, changed: string): Values =>
    Object.fromEntries(
      Object.entries(own).map(([key, value]) => [
        key,
        Object.hasOwn(other, key) && other[key] !== value ? `${MASK} (${changed})` : MASK,
      ]),
    );
  return [
    withData(from, side(before, after, "before")),
    withData(to, side(after, before, "after")),
  ];
}

type Values = Readonly<Record<string, unknown>>;

function withData(object: unknown, data: Values): unknown {
  if (!isMap(object)) return null;
  return object["data"] === undefined ? object : { ...object, data };
}
