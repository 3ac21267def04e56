/** The object without members that are 0, as Go leaves them out of JSON. */
export function omitZero<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== 0 && part !== undefined),
  ) as Partial<T>;
}
