import { sortedBy } from "#core/base/order.ts";
import { forbiddenField, invalid, required, tooLong, type FieldError } from "../field-error.ts";
import type { LabelSelector, LabelSelectorRequirement } from "../schema/generated/types.ts";
import { labelValueProblems, qualifiedNameProblems } from "../label-format.ts";
import { invalidFor } from "./problems.ts";

const MAX_ANNOTATIONS_BYTES = 256 * 1024;

type TextMap = Readonly<Record<string, string>>;

/** Maps in which nothing was wrong and nothing can change: those of a template are those of all its pods. */
const faultless = new WeakSet<TextMap>();

/** Refuses keys and values that are no labels. Models unversioned validation.ValidateLabels. */
export function labels(field: string, map: TextMap | undefined): FieldError[] {
  if (!map || faultless.has(map)) return [];
  const errors = entriesOf(map).flatMap(([key, value]) => [
    ...invalidFor(field, key, qualifiedNameProblems(key)),
    ...invalidFor(field, value, labelValueProblems(value)),
  ]);
  if (errors.length === 0 && Object.isFrozen(map)) faultless.add(map);
  return errors;
}

/** Refuses a key that is no label key. Models unversioned validation.ValidateLabelName. */
export function labelName(field: string, key: string): FieldError[] {
  return invalidFor(field, key, qualifiedNameProblems(key));
}

/** Refuses annotation keys that are no names, and more than 256 KiB altogether. Models ValidateAnnotations. */
export function annotations(field: string, map: TextMap | undefined): FieldError[] {
  const entries = entriesOf(map);
  const errors = entries.flatMap(([key]) =>
    invalidFor(field, key, qualifiedNameProblems(key.toLowerCase())),
  );
  const size = entries.reduce((total, [key, value]) => total + key.length + value.length, 0);
  return size > MAX_ANNOTATIONS_BYTES ? [...errors, tooLong(field, MAX_ANNOTATIONS_BYTES)] : errors;
}

/** Every mistake of a label selector. Models unversioned validation.ValidateLabelSelector. */
export function labelSelector(field: string, selector: LabelSelector | undefined): FieldError[] {
  if (!selector) return [];
  return [
    ...labels(`${field}.matchLabels`, selector.matchLabels),
    ...(selector.matchExpressions ?? []).flatMap((each, i) =>
      selectorRequirement(`${field}.matchExpressions[${i}]`, each),
    ),
  ];
}

function selectorRequirement(
  field: string,
  { key, operator, values = [] }: LabelSelectorRequirement,
): FieldError[] {
  return [
    ...selectorValues(field, operator, values),
    ...labelName(`${field}.key`, key),
    ...values.flatMap((value, i) =>
      invalidFor(`${field}.values[${i}]`, value, labelValueProblems(value)),
    ),
  ];
}

/** How a selector prints: empty parts are left out, and a missing one is null. */
export function selectorValue(selector: LabelSelector | undefined): unknown {
  if (!selector) return null;
  const { matchLabels, matchExpressions } = selector;
  return {
    ...(matchLabels && Object.keys(matchLabels).length > 0 && { matchLabels }),
    ...(matchExpressions && matchExpressions.length > 0 && { matchExpressions }),
  };
}

/** Whether a selector is there and asks for nothing. */
export function isEmptySelector(selector: LabelSelector | undefined): boolean {
  return (
    selector !== undefined &&
    Object.keys(selector.matchLabels ?? {}).length === 0 &&
    !selector.matchExpressions?.length
  );
}

/** Refuses values where the operator takes none, and the other way round. */
export function selectorValues(
  field: string,
  operator: string,
  values: readonly string[],
): FieldError[] {
  switch (operator) {
    case "In":
    case "NotIn":
      return values.length > 0
        ? []
        : [required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case "Exists":
    case "DoesNotExist":
      return values.length === 0
        ? []
        : [
            forbiddenField(
              `${field}.values`,
              "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
            ),
          ];
    default:
      return [invalid(`${field}.operator`, operator, "not a valid selector operator")];
  }
}

function entriesOf(map: TextMap | undefined): [string, string][] {
  return map ? sortedBy(Object.entries(map), ([key]) => key) : [];
}
