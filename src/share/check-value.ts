/** Where in a scenario: `journal[3].input.on`. */
export type Path = string;

/** Why a scenario is refused, with the place. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** Refuses the scenario: `journal[3].at is not a number`. */
export function fail(path: Path, problem: string): never {
  throw new Refusal(`${path} ${problem}`);
}

/** An object that is neither null nor a list. */
export function record(value: unknown, path: Path): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    fail(path, "is not an object");
  return value as Readonly<Record<string, unknown>>;
}

/** A field that the object has itself. */
export function field(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A text of at most this many characters. */
export function text(value: unknown, path: Path, maxChars: number): string {
  if (typeof value !== "string") fail(path, "is not a text");
  if (value.length > maxChars) fail(path, `is longer than ${maxChars} characters`);
  return value;
}

/** A finite number between two others. */
export function numberIn(
  value: unknown,
  path: Path,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  if (typeof value !== "number" || !Number.isFinite(value)) fail(path, "is not a number");
  if (value < from || value > to)
    fail(path, `is ${value}, and should be between ${from} and ${to}`);
  return value;
}

/** A whole number between two others. */
export function integer(
  value: unknown,
  path: Path,
  range: { readonly from: number; readonly to: number },
): number {
  const found = numberIn(value, path, range);
  if (!Number.isInteger(found)) fail(path, "is not a whole number");
  return found;
}

/** true or false. */
export function flag(value: unknown, path: Path): boolean {
  if (typeof value !== "boolean") fail(path, "is not true or false");
  return value;
}

/** One of the texts that are allowed. */
export function oneOf<const Allowed extends string>(
  value: unknown,
  path: Path,
  allowed: readonly Allowed[],
): Allowed {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) fail(path, `is not one of ${allowed.join(", ")}`);
  return found;
}

/** A list of at most this many parts, each checked. */
export function listOf<Part>(
  value: unknown,
  path: Path,
  maxLength: number,
  check: (part: unknown, path: Path) => Part,
): Part[] {
  if (!Array.isArray(value)) fail(path, "is not a list");
  if (value.length > maxLength) fail(path, `has ${value.length} parts, and may have ${maxLength}`);
  return value.map((part, index) => check(part, `${path}[${index}]`));
}

/** A field that may be absent: `{}` then, else the checked value under its name. */
export function optional<Name extends string, Value>(
  name: Name,
  value: unknown,
  check: (found: unknown) => Value,
): { readonly [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: check(value) } as { [Key in Name]?: Value });
}
