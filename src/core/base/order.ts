/** Compares two strings by code unit, as Go compares bytes of ASCII text; the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A new list, sorted by a text key; ties keep their order. */
export function sortedBy<T>(items: Iterable<T>, keyOf: (item: T) => string): T[] {
  const all = [...items];
  return all.length < 2 ? all : all.sort((a, b) => compareText(keyOf(a), keyOf(b)));
}
