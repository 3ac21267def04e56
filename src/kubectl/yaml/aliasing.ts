/** Values that a document may come to when every alias in it is written out. */
const MAX_VALUES = 400_000;

/**
 * Whether a document repeats itself through aliases until nothing could hold it, or contains itself.
 * Models the guard of go-yaml against documents that grow without end, by the size they would come to.
 */
export function isExcessivelyAliased(document: unknown): boolean {
  return !(expandedSize(document, new Map()) <= MAX_VALUES);
}

/** How many values this one comes to, infinite when it contains itself. Each shared value is walked once. */
function expandedSize(value: unknown, known: Map<object, number>): number {
  if (typeof value !== "object" || value === null) return 1;
  const before = known.get(value);
  if (before !== undefined) return before;
  // Whoever meets this again before it is counted stands inside it.
  known.set(value, Number.POSITIVE_INFINITY);
  let size = 1;
  for (const inner of Object.values(value)) size += expandedSize(inner, known);
  known.set(value, size);
  return size;
}
