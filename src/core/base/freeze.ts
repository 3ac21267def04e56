/** Freezes a JSON value and everything below it, and returns it; stops at parts that are frozen already, so cost follows what is new. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) freezeTree(value);
  return value;
}

/** The parts first: what is not frozen yet is quicker to read. Plain loops, since every object of every write comes through here. */
function freezeTree(value: object): void {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) deepFreeze(value[i] as unknown);
  } else {
    // eslint-disable-next-line no-restricted-syntax -- a list of the keys would cost as much as all the rest; JSON values inherit nothing
    for (const key in value) {
      const part = (value as Record<string, unknown>)[key];
      if (typeof part === "object" && part !== null && !Object.isFrozen(part)) freezeTree(part);
    }
  }
  Object.freeze(value);
}
