/**
 * Copies a tree of plain data (objects, arrays, Maps, Sets, typed arrays, scalars).
 * Frozen parts are shared, not copied: they can never change. This is what makes a checkpoint cheap.
 */
export function cloneState<T>(value: T): T {
  return cloneUnknown(value) as T;
}

function cloneUnknown(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (Array.isArray(value)) return value.map(cloneUnknown);
  if (value instanceof Map) {
    // Copied in one go, then what may change is replaced: most values are frozen or scalars.
    const copy = new Map<unknown, unknown>(value);
    for (const [key, part] of copy) {
      const own = cloneUnknown(part);
      if (own !== part) copy.set(key, own);
    }
    return copy;
  }
  if (value instanceof Set) return new Set(value);
  if (value instanceof Float64Array || value instanceof Uint32Array) return value.slice();
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value))
    copy[key] = cloneUnknown((value as Record<string, unknown>)[key]);
  return copy;
}

/** A deep, unfrozen copy of a JSON value, for drafts that are about to be edited. Properties that are undefined are left out, as JSON does. */
export function cloneJson<T>(value: T): T {
  return cloneJsonUnknown(value) as T;
}

function cloneJsonUnknown(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(cloneJsonUnknown);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const part = (value as Record<string, unknown>)[key];
    if (part !== undefined) copy[key] = cloneJsonUnknown(part);
  }
  return copy;
}
