import { deepFreeze } from "#core/base/freeze.ts";
import { compareText } from "#core/base/order.ts";
import { labelValueProblems, qualifiedNameProblems } from "./label-format.ts";
import { parseSelectorText } from "./label-selector-parser.ts";
import type { LabelSelector } from "./schema/generated/types.ts";
import { badRequest } from "./status.ts";

/** How a requirement compares, spelled as in query text. Models selection.Operator. */
export type SelectorOperator = "exists" | "!" | "=" | "==" | "!=" | "in" | "notin" | "gt" | "lt";

/** One condition on one label; `values` are sorted and distinct. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: SelectorOperator;
  readonly values: readonly string[];
}

/** A condition on labels: all requirements must hold; `matchesNothing` is what a missing selector means in API objects. */
export interface Selector {
  readonly requirements: readonly LabelRequirement[];
  readonly matchesNothing: boolean;
}

/** Labels of an object, key to value. */
export type Labels = Readonly<Record<string, string>>;

/** Selects every object. */
export const EVERYTHING: Selector = { requirements: [], matchesNothing: false };
/** Selects no object. */
export const NOTHING: Selector = { requirements: [], matchesNothing: true };

const OBJECT_OPERATORS: Readonly<Record<string, SelectorOperator>> = {
  In: "in",
  NotIn: "notin",
  Exists: "exists",
  DoesNotExist: "!",
};
const INTEGER = /^[+-]?\d+$/;

/** Reads query text such as `app=web,tier in (a,b)`; throws a 400 StatusError with upstream's words. Models labels.Parse. */
export function parseLabelSelector(text: string): Selector {
  return selectorOf(parseSelectorText(text));
}

/** A selector over these requirements, kept sorted by key. */
export function selectorOf(requirements: readonly LabelRequirement[]): Selector {
  return {
    requirements: [...requirements].sort((a, b) => compareText(a.key, b.key)),
    matchesNothing: false,
  };
}

/** Makes a requirement, refusing what upstream refuses with its words. Models labels.NewRequirement. */
export function makeRequirement(
  key: string,
  operator: SelectorOperator,
  values: readonly string[],
): LabelRequirement {
  const problems = [
    ...keyProblems("key", key),
    ...valueCountProblems(operator, values),
    ...valueProblems(key, operator, values),
  ];
  if (problems.length > 0)
    throw badRequest(problems.length === 1 ? (problems[0] ?? "") : `[${problems.join(", ")}]`);
  return { key, operator, values: [...new Set(values)].sort(compareText) };
}

/** Complaints about a label key, each starting with the path given. */
export function keyProblems(path: string, key: string): string[] {
  const problems = qualifiedNameProblems(key);
  return problems.length === 0
    ? []
    : [`${path}: Invalid value: ${JSON.stringify(key)}: ${problems.join("; ")}`];
}

function valueCountProblems(operator: SelectorOperator, values: readonly string[]): string[] {
  const shown = JSON.stringify(values);
  if ((operator === "in" || operator === "notin") && values.length === 0) {
    return [
      `values: Invalid value: ${shown}: for 'in', 'notin' operators, values set can't be empty`,
    ];
  }
  if ((operator === "=" || operator === "==" || operator === "!=") && values.length !== 1) {
    return [`values: Invalid value: ${shown}: exact-match compatibility requires one single value`];
  }
  if ((operator === "gt" || operator === "lt") && values.length !== 1) {
    return [
      `values: Invalid value: ${shown}: for 'Gt', 'Lt' operators, exactly one value is required`,
    ];
  }
  if ((operator === "exists" || operator === "!") && values.length !== 0) {
    return [
      `values: Invalid value: ${shown}: values set must be empty for exists and does not exist`,
    ];
  }
  return [];
}

function valueProblems(
  key: string,
  operator: SelectorOperator,
  values: readonly string[],
): string[] {
  const wantsInteger = operator === "gt" || operator === "lt";
  const integerProblems = values.flatMap((value, i) =>
    wantsInteger && !INTEGER.test(value)
      ? [
          `values[${i}]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`,
        ]
      : [],
  );
  const formatProblems = values.flatMap((value, i) => {
    const problems = labelValueProblems(value);
    return problems.length === 0
      ? []
      : [`values[${i}][${key}]: Invalid value: ${JSON.stringify(value)}: ${problems.join("; ")}`];
  });
  return [...integerProblems, ...formatProblems];
}

/** Whether labels satisfy a selector. Models labels.Selector.Matches. */
export function matchesLabels(selector: Selector, labels: Labels | undefined): boolean {
  if (selector.matchesNothing) return false;
  for (const requirement of selector.requirements)
    if (!matchesRequirement(requirement, labels)) return false;
  return true;
}

function matchesRequirement(
  { key, operator, values }: LabelRequirement,
  labels: Labels | undefined,
): boolean {
  const value = labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case "exists":
      return value !== undefined;
    case "!":
      return value === undefined;
    case "=":
    case "==":
    case "in":
      return value !== undefined && values.includes(value);
    case "!=":
    case "notin":
      return value === undefined || !values.includes(value);
    case "gt":
    case "lt":
      return (
        value !== undefined &&
        INTEGER.test(value) &&
        comparesAs(operator, BigInt(value), BigInt(values[0] ?? "0"))
      );
  }
}

function comparesAs(operator: "gt" | "lt", value: bigint, bound: bigint): boolean {
  return operator === "gt" ? value > bound : value < bound;
}

const selectorByObject = new WeakMap<LabelSelector, Selector>();

/**
 * The meaning of a LabelSelector in an API object: missing matches nothing, `{}` everything. Throws a 400 StatusError for an operator or
 * value set that does not exist. Models metav1.LabelSelectorAsSelector.
 */
export function selectorFromObject(object: LabelSelector | undefined | null): Selector {
  if (object === undefined || object === null) return NOTHING;
  // Answers are remembered for frozen objects only: those can never come to mean something else.
  const known = selectorByObject.get(object);
  if (known) return known;
  const selector = deepFreeze(buildSelector(object));
  if (Object.isFrozen(object)) selectorByObject.set(object, selector);
  return selector;
}

function buildSelector(object: LabelSelector): Selector {
  const labels = Object.entries(object.matchLabels ?? {}).map(([key, value]) =>
    makeRequirement(key, "=", [value]),
  );
  const expressions = (object.matchExpressions ?? []).map(({ key, operator, values }) => {
    const known = OBJECT_OPERATORS[operator];
    if (!known)
      throw badRequest(`${JSON.stringify(operator)} is not a valid label selector operator`);
    return makeRequirement(key, known, values ?? []);
  });
  return selectorOf([...labels, ...expressions]);
}

/** A selector that demands each of these labels, as Service and ReplicationController selectors do; missing or empty selects everything. */
export function selectorFromLabels(labels: Labels | undefined): Selector {
  return selectorOf(
    Object.entries(labels ?? {}).map(([key, value]) => ({ key, operator: "=", values: [value] })),
  );
}

/** Query text of a selector: `app=web,tier in (a,b)`. Models labels.Selector.String. */
export function formatSelector(selector: Selector): string {
  return selector.requirements.map(formatRequirement).join(",");
}

function formatRequirement({ key, operator, values }: LabelRequirement): string {
  switch (operator) {
    case "exists":
      return key;
    case "!":
      return `!${key}`;
    case "in":
    case "notin":
      return `${key} ${operator} (${values.join(",")})`;
    case "gt":
      return `${key}>${values[0] ?? ""}`;
    case "lt":
      return `${key}<${values[0] ?? ""}`;
    default:
      return `${key}${operator}${values[0] ?? ""}`;
  }
}

/** How kubectl prints a LabelSelector: `<none>` when it is missing or empty, `<error>` when it means nothing. Models metav1.FormatLabelSelector. */
export function formatLabelSelector(object: LabelSelector | undefined | null): string {
  const operators = (object?.matchExpressions ?? []).map(
    (expression) => OBJECT_OPERATORS[expression.operator],
  );
  if (operators.includes(undefined)) return "<error>";
  const text = formatSelector(selectorFromObject(object));
  return text === "" ? "<none>" : text;
}

/** A selector as Go prints the struct, with %v or String. Models the generated LabelSelector.String. */
export function selectorGoText(selector: LabelSelector | undefined): string {
  if (!selector) return "nil";
  const labels = Object.entries(selector.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(" ")}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels.map(([key, value]) => `${key}: ${value},`).join("")}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join("")}},}`;
}
