import { invalid, notSupported, required, type FieldError } from "../field-error.ts";
import type { JSONSchemaProps, ValidationRule } from "../schema/generated/types.ts";
import { readFieldPath } from "./field-path.ts";
import { compiledRules, type CompiledRule } from "./rules.ts";

const REASONS = [
  "FieldValueDuplicate",
  "FieldValueForbidden",
  "FieldValueInvalid",
  "FieldValueRequired",
] as const;

/** Where a schema with rules stands. */
interface Standing {
  readonly isWhole: boolean;
  /** Nothing else is wrong with the schema, so that rules can be read. */
  readonly isSound: boolean;
  /** The list or map around it whose parts have no past, if any. */
  readonly loose: string | undefined;
}

/** Every mistake of the rules that stand at one place of a schema. Models the part about XValidations of ValidateCustomResourceDefinitionOpenAPISchema. */
export function ruleProblems(
  path: string,
  schema: JSONSchemaProps,
  { isWhole, isSound, loose }: Standing,
): FieldError[] {
  const rules = schema["x-kubernetes-validations"] ?? [];
  if (rules.length === 0) return [];
  const at = `${path}.x-kubernetes-validations`;
  // There, rules are no part of a structural schema, which is told elsewhere.
  if (/\.(not|allOf|anyOf|oneOf)(\[\d+\])?$/.test(path)) return [];
  const errors = rules.flatMap((rule, i) => wordProblems(`${at}[${i}]`, rule, schema));
  if (errors.length > 0 || !isSound) return errors;
  return compiledRules(schema, isWhole).flatMap((rule, i) =>
    compileProblems(`${at}[${i}]`, rule, loose),
  );
}

function hasBreak(text: string): boolean {
  return /[\r\n]/.test(text);
}

function wordProblems(at: string, rule: ValidationRule, schema: JSONSchemaProps): FieldError[] {
  const { message = "", messageExpression = "", reason } = rule;
  const text = rule.rule ?? "";
  const errors: FieldError[] = [];
  if (text.trim() === "") errors.push(required(`${at}.rule`, "rule is not specified"));
  else if (message !== "" && message.trim() === "")
    errors.push(invalid(`${at}.message`, message, "message must be non-empty if specified"));
  else if (hasBreak(message.trim()))
    errors.push(invalid(`${at}.message`, message, "message must not contain line breaks"));
  else if (hasBreak(text.trim()) && message.trim() === "")
    errors.push(
      required(`${at}.message`, "message must be specified if rule contains line breaks"),
    );
  if (messageExpression !== "" && messageExpression.trim() === "")
    errors.push(
      required(`${at}.messageExpression`, "messageExpression must be non-empty if specified"),
    );
  if (reason !== undefined && !REASONS.some((each) => each === reason))
    errors.push(notSupported(`${at}.reason`, reason, REASONS));
  return [...errors, ...fieldPathProblems(`${at}.fieldPath`, rule, schema)];
}

function fieldPathProblems(
  at: string,
  { fieldPath = "" }: ValidationRule,
  schema: JSONSchemaProps,
): FieldError[] {
  if (fieldPath === "") return [];
  const errors: FieldError[] = [];
  if (fieldPath.trim() === "")
    errors.push(invalid(at, fieldPath, "fieldPath must be non-empty if specified"));
  if (hasBreak(fieldPath))
    errors.push(invalid(at, fieldPath, "fieldPath must not contain line breaks"));
  const read = readFieldPath(fieldPath, schema);
  if ("problem" in read)
    errors.push(invalid(at, fieldPath, `fieldPath must be a valid path: ${read.problem}`));
  return errors;
}

/** How the server's own type of a rule prints. */
function internalRule(rule: ValidationRule): unknown {
  return {
    Rule: rule.rule,
    Message: rule.message ?? "",
    MessageExpression: rule.messageExpression ?? "",
    Reason: rule.reason ?? null,
    FieldPath: rule.fieldPath ?? "",
    OptionalOldSelf: rule.optionalOldSelf ?? null,
  };
}

function compileProblems(
  at: string,
  compiled: CompiledRule,
  loose: string | undefined,
): FieldError[] {
  const { rule, condition, message, usesOldSelf } = compiled;
  const errors: FieldError[] = [];
  if ("problem" in condition)
    errors.push(invalid(`${at}.rule`, internalRule(rule), condition.problem));
  if (message && "problem" in message)
    errors.push(invalid(`${at}.messageExpression`, internalRule(rule), message.problem));
  if (usesOldSelf && loose !== undefined)
    errors.push(
      invalid(
        `${at}.rule`,
        rule.rule,
        `oldSelf cannot be used on the uncorrelatable portion of the schema within ${loose}`,
      ),
    );
  if (!usesOldSelf && rule.optionalOldSelf !== undefined && !("problem" in condition))
    errors.push(
      invalid(
        `${at}.optionalOldSelf`,
        rule.optionalOldSelf,
        "option optionalOldSelf may not be set when oldSelf is not used in rule",
      ),
    );
  return errors;
}
