import { isEqual } from "#core/base/equal.ts";
import { compileExpression, type Compiled } from "../cel/compile.ts";
import { evaluate } from "../cel/evaluator.ts";
import { optionalOf, type CelType } from "../cel/types.ts";
import { CelError, Optional, type CelValue } from "../cel/values.ts";
import { duplicate, forbiddenField, invalid, required, type FieldError } from "../field-error.ts";
import type { JSONSchemaProps, ValidationRule } from "../schema/generated/types.ts";
import { celFromSchema, schemaType } from "./cel-schema.ts";
import { elementSchema } from "../validation/structural-schemas.ts";
import { readFieldPath } from "./field-path.ts";

type Json = Readonly<Record<string, unknown>>;

const MAX_MESSAGE = 5 * 1024;

/** A rule ready to be asked, or why it is none. Models cel.CompilationResult. */
export interface CompiledRule {
  readonly rule: ValidationRule;
  readonly condition: Compiled | { readonly problem: string };
  readonly message: Compiled | { readonly problem: string } | undefined;
  readonly usesOldSelf: boolean;
}

const rulesBySchema = new WeakMap<JSONSchemaProps, readonly CompiledRule[]>();

/** The rules of one place of a schema. Models cel.Compile. */
export function compiledRules(schema: JSONSchemaProps, isWhole: boolean): readonly CompiledRule[] {
  const rules = schema["x-kubernetes-validations"] ?? [];
  const known = rulesBySchema.get(schema);
  if (known) return known;
  const type = rules.length === 0 ? undefined : schemaType(schema, isWhole);
  const compiled = type ? rules.map((rule) => compileRule(rule, type)) : [];
  rulesBySchema.set(schema, compiled);
  return compiled;
}

function compileRule(rule: ValidationRule, type: CelType): CompiledRule {
  const old = rule.optionalOldSelf === true ? optionalOf(type) : type;
  const compiled = compileExpression(
    rule.rule,
    new Map([
      ["self", type],
      ["oldSelf", old],
    ]),
  );
  const condition = "problem" in compiled ? prefixed("compilation failed: ", compiled) : compiled;
  const isBool = "problem" in condition || isNamed(condition.type, "bool");
  const { messageExpression = "" } = rule;
  const text =
    messageExpression.trim() === ""
      ? undefined
      : compileExpression(
          messageExpression,
          new Map([
            ["self", type],
            ["oldSelf", type],
          ]),
        );
  return {
    rule,
    condition: isBool ? condition : { problem: "cel expression must evaluate to a bool" },
    message: text && compiledMessage(text),
    usesOldSelf: !("problem" in compiled) && compiled.used.has("oldSelf"),
  };
}

function compiledMessage(text: CompiledRule["message"] & object): CompiledRule["message"] {
  if ("problem" in text) return prefixed("messageExpression compilation failed: ", text);
  return isNamed(text.type, "string")
    ? text
    : { problem: "messageExpression must evaluate to a string" };
}

function isNamed(type: CelType, name: string): boolean {
  return type.kind === "simple" && type.name === name;
}

function prefixed(
  prefix: string,
  { problem }: { readonly problem: string },
): {
  readonly problem: string;
} {
  return { problem: `${prefix}${problem}` };
}

const ruledSchemas = new WeakMap<JSONSchemaProps, boolean>();

/** Whether a schema has rules anywhere. */
export function hasRules(schema: JSONSchemaProps): boolean {
  const known = ruledSchemas.get(schema);
  if (known !== undefined) return known;
  const parts = [
    elementSchema(schema.items),
    elementSchema(schema.additionalProperties),
    ...Object.values(schema.properties ?? {}),
    ...(schema.allOf ?? []),
  ];
  const found =
    (schema["x-kubernetes-validations"]?.length ?? 0) > 0 ||
    parts.some((part) => part && hasRules(part));
  ruledSchemas.set(schema, found);
  return found;
}

interface Place {
  /** Empty at the root. */
  readonly path: string;
  readonly value: unknown;
  /** What stood here before, undefined when there is nothing to compare with. */
  readonly old: unknown;
  readonly schema: JSONSchemaProps;
  readonly isWhole: boolean;
  /** Nothing in this place has changed: what is wrong was wrong before. */
  readonly isUnchanged: boolean;
}

/** Every rule of a schema that a value breaks. Models schema/cel Validator.Validate. */
export function ruleErrors(
  value: unknown,
  old: unknown,
  schema: JSONSchemaProps,
): readonly FieldError[] {
  if (!hasRules(schema)) return [];
  const isUnchanged = old !== undefined && isEqual(old, value);
  return errorsAt({ path: "", value, old, schema, isWhole: true, isUnchanged });
}

function errorsAt(place: Place): readonly FieldError[] {
  const { value, schema } = place;
  if (value === null || value === undefined || !hasRules(schema)) return [];
  const own = compiledRules(schema, place.isWhole).flatMap((rule) => brokenBy(rule, place));
  return [...own, ...partsOf(place).flatMap(errorsAt)];
}

function partsOf(place: Place): readonly Place[] {
  const { value, schema } = place;
  if (Array.isArray(value)) return itemsOf(place, value as readonly unknown[]);
  if (typeof value !== "object" || value === null) return [];
  const isComparable = schema["x-kubernetes-map-type"] !== "atomic";
  const before = isComparable ? (place.old as Json | null | undefined) : undefined;
  const values = elementSchema(schema.additionalProperties);
  return Object.entries(value).flatMap(([key, each]) => {
    const own = values ?? schema.properties?.[key];
    if (!own) return [];
    const child = place.path === "" ? key : `${place.path}.${key}`;
    const path = values ? `${place.path}[${key}]` : child;
    return [partAt(place, { path, value: each, old: before?.[key], schema: own })];
  });
}

function partAt(outer: Place, part: Pick<Place, "path" | "value" | "old" | "schema">): Place {
  const isUnchanged =
    outer.isUnchanged || (part.old !== undefined && isEqual(part.old, part.value));
  return { ...part, isUnchanged, isWhole: part.schema["x-kubernetes-embedded-resource"] === true };
}

function itemsOf(place: Place, list: readonly unknown[]): readonly Place[] {
  const schema = elementSchema(place.schema.items);
  if (!schema) return [];
  const before = Array.isArray(place.old) ? (place.old as readonly unknown[]) : [];
  const keys =
    place.schema["x-kubernetes-list-type"] === "map"
      ? (place.schema["x-kubernetes-list-map-keys"] ?? [])
      : undefined;
  const idOf = (each: unknown) => keys?.map((key) => (each as Json | null)?.[key]);
  return list.map((value, i) => {
    const old = keys && before.find((each) => isEqual(idOf(each), idOf(value)));
    return partAt(place, { path: `${place.path}[${i}]`, value, old, schema });
  });
}

function brokenBy(compiled: CompiledRule, place: Place): readonly FieldError[] {
  const { rule, condition, usesOldSelf } = compiled;
  const field = place.path === "" ? "<nil>" : place.path;
  const type = place.schema.type ?? "";
  if ("problem" in condition)
    return [invalid(field, type, `rule compile error: ${condition.problem}`)];
  const isOptional = rule.optionalOldSelf === true;
  const hasOld = place.old !== undefined && place.old !== null;
  if (usesOldSelf && !hasOld && !isOptional) return [];
  const variables = activationOf(place, isOptional, hasOld);
  const outcome = outcomeOf(condition, variables);
  if (outcome === true) return [];
  if (outcome instanceof CelError) return [invalid(field, type, failureText(outcome, rule))];
  if (!usesOldSelf && place.isUnchanged) return [];
  const { fieldPath = "" } = rule;
  const below = readFieldPath(fieldPath, place.schema);
  const named =
    "problem" in below || below.text === ""
      ? field
      : [place.path, below.text].filter((part) => part !== "").join(".");
  const detail = messageOf(compiled, activationOf(place, false, hasOld)) ?? defaultMessage(rule);
  return [reasoned(named, type, detail, rule)];
}

function activationOf(
  { value, old, schema, isWhole }: Place,
  isOptional: boolean,
  hasOld: boolean,
): ReadonlyMap<string, CelValue> {
  const self = celFromSchema(value, schema, isWhole);
  const before = hasOld ? celFromSchema(old, schema, isWhole) : undefined;
  const oldSelf = isOptional ? new Optional(before) : before;
  return new Map([
    ["self", self],
    ...(oldSelf === undefined ? [] : [["oldSelf", oldSelf] as const]),
  ]);
}

function outcomeOf(
  { expr }: Compiled,
  variables: ReadonlyMap<string, CelValue>,
): CelValue | CelError {
  try {
    return evaluate(expr, variables);
  } catch (error) {
    if (error instanceof CelError) return error;
    throw error;
  }
}

function failureText({ message }: CelError, rule: ValidationRule): string {
  const name = (rule.message ?? "") === "" ? rule.rule.trim() : (rule.message ?? "").trim();
  if (message.startsWith("no such overload"))
    return `'${message}': call arguments did not match a supported operator, function or macro signature for rule: ${name}`;
  if (message.startsWith("operation cancelled"))
    return `'${message}': no further validation rules will be run due to call cost exceeds limit for rule: ${name}`;
  return `${message} evaluating rule: ${name}`;
}

function messageOf(
  { message }: CompiledRule,
  variables: ReadonlyMap<string, CelValue>,
): string | undefined {
  if (!message || "problem" in message) return undefined;
  const found = outcomeOf(message, variables);
  const text = typeof found === "string" ? found.trim() : "";
  return text === "" || text.length > MAX_MESSAGE || text.includes("\n") ? undefined : text;
}

function defaultMessage({ rule, message = "" }: ValidationRule): string {
  return message === "" ? `failed rule: ${rule.trim()}` : message.trim();
}

function reasoned(
  field: string,
  type: string,
  detail: string,
  { reason }: ValidationRule,
): FieldError {
  switch (reason) {
    case "FieldValueForbidden":
      return forbiddenField(field, detail);
    case "FieldValueRequired":
      return required(field, detail);
    case "FieldValueDuplicate":
      return duplicate(field, type);
    default:
      return invalid(field, type, detail);
  }
}
