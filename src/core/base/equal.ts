/**
 * Whether two JSON values are the same, key order aside. Absent, null, empty list and empty map are told apart;
 * use `isSemanticallyEqual` for upstream's looser notion.
 */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && areListsEqual(a, b);
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  let count = 0;
  // eslint-disable-next-line no-restricted-syntax -- lists of keys would cost more than the comparison; JSON values inherit nothing
  for (const key in left) {
    const part = left[key];
    if (part === undefined) continue;
    const other = right[key];
    if (part !== other && !isEqual(part, other)) return false;
    count += 1;
  }
  // eslint-disable-next-line no-restricted-syntax -- as above
  for (const key in right) if (right[key] !== undefined) count -= 1;
  return count === 0;
}

/** A plain loop: every write compares lists. */
function areListsEqual(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!isEqual(a[i], b[i])) return false;
  return true;
}

/** Like isEqual, but absent, null, `[]` and `{}` count as one. Models apimachinery equality.Semantic.DeepEqual. */
export function isSemanticallyEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === "string" && typeof b === "string") return false;
  if (isEmpty(a) && isEmpty(b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!isSemanticallyEqual(a[i], b[i])) return false;
    return true;
  }
  if (Array.isArray(a) || Array.isArray(b)) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  // eslint-disable-next-line no-restricted-syntax -- as above
  for (const key in left) {
    const part = left[key];
    const other = right[key];
    if (part !== other && !isSemanticallyEqual(part, other)) return false;
  }
  // eslint-disable-next-line no-restricted-syntax -- as above
  for (const key in right)
    if (left[key] === undefined && !isSemanticallyEqual(undefined, right[key])) return false;
  return true;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== "object") return false;
  // eslint-disable-next-line no-restricted-syntax -- as above
  for (const _key in value) return false;
  return true;
}
