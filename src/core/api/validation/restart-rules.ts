import { notSupported, required, tooLong, type FieldError } from "../field-error.ts";
import type { Container, ContainerRestartRule } from "../schema/generated/types.ts";

const POLICIES = ["Always", "Never", "OnFailure"];
const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;

/** Every mistake of a container's own restart policy and its rules. Models validation.validateContainerRestartPolicy. */
export function validateRestart(
  at: string,
  { restartPolicy, restartPolicyRules: rules = [] }: Container,
): FieldError[] {
  const path = `${at}.restartPolicy`;
  const errors: FieldError[] = [];
  if (restartPolicy === undefined) {
    if (rules.length > 0)
      errors.push(required(path, "must specify restartPolicy when restart rules are used"));
  } else if (!POLICIES.includes(restartPolicy))
    errors.push(notSupported(path, restartPolicy, POLICIES));
  // Upstream counts items and speaks of bytes.
  if (rules.length > MAX_RULES) errors.push(tooLong(`${at}.restartPolicyRules`, MAX_RULES));
  return [
    ...errors,
    ...rules.flatMap((rule, i) => validateRule(`${at}.restartPolicyRules[${i}]`, rule)),
  ];
}

function validateRule(path: string, { action, exitCodes }: ContainerRestartRule): FieldError[] {
  const errors = action === "Restart" ? [] : [notSupported(`${path}.action`, action, ["Restart"])];
  if (!exitCodes) return [...errors, required(`${path}.exitCodes`, "must be specified")];
  const { operator, values = [] } = exitCodes;
  if (operator !== "In" && operator !== "NotIn")
    errors.push(notSupported(`${path}.exitCodes.operator`, operator, ["In", "NotIn"]));
  if (values.length > MAX_EXIT_CODES)
    errors.push(tooLong(`${path}.exitCodes.values`, MAX_EXIT_CODES));
  return errors;
}
