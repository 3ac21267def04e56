/** Our own mistake: the core found itself in a state its author held to be impossible. */
export class AssertionError extends Error {
  override readonly name = "AssertionError";
}

/** Throws an AssertionError unless the condition holds; stays on in production. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Returns the value, or throws an AssertionError when it is undefined or null. */
export function assertPresent<T>(value: T | undefined | null, message: string): T {
  if (value === undefined || value === null) throw new AssertionError(message);
  return value;
}

/** The end of an exhaustive switch: fails to compile when a case is missing, throws when a value slipped through. */
export function unreachable(value: never): never {
  throw new AssertionError(`unexpected value: ${String(value)}`);
}
