import { isEqual } from "#core/base/equal.ts";
import { duplicate, tooMany, type FieldError } from "../field-error.ts";

/** How many things a list of dynamic resources holds unless it says otherwise. */
const MAX_ITEMS = 32;

/** A list of at most so many things, each looked at by itself; of one that is too long no more is said. Models resource validation.validateSlice. */
export function limited<T>(
  field: string,
  items: readonly T[] | undefined,
  validate: (field: string, item: T) => FieldError[],
  most = MAX_ITEMS,
): FieldError[] {
  const all = items ?? [];
  if (all.length > most) return [tooMany(field, all.length, most)];
  return all.flatMap((item, i) => validate(`${field}[${i}]`, item));
}

/** The same where nothing may stand twice. Models resource validation.validateSet. */
export function limitedSet<T>(
  field: string,
  items: readonly T[] | undefined,
  rules: {
    readonly validate: (field: string, item: T) => FieldError[];
    readonly keyOf: (item: T) => unknown;
    readonly most?: number;
  },
): FieldError[] {
  const { validate, keyOf, most = MAX_ITEMS } = rules;
  const all = items ?? [];
  const errors = limited(field, all, validate, most);
  if (all.length > most) return errors;
  const keys = all.map(keyOf);
  return [
    ...errors,
    ...keys.flatMap((key, i) =>
      keys.findIndex((each) => isEqual(each, key)) < i ? [duplicate(`${field}[${i}]`, key)] : [],
    ),
  ];
}
