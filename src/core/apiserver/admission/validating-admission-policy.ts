import { isTrue } from "#core/api/cel/evaluator.ts";
import { compilePolicy, type CompiledPolicy } from "#core/api/policy/compile-policy.ts";
import type {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  Validation,
} from "#core/api/schema/generated/types.ts";
import { StatusError } from "#core/api/status.ts";
import { sortedBy } from "#core/base/order.ts";
import { defineAdmission, type AdmissionAttributes, type AdmissionLookup } from "../admission.ts";
import { matchesRequest } from "./policy/match.ts";
import { collectParams, PolicyMisuse } from "./policy/params.ts";
import { askerOf, type Ask, type PolicyInput } from "./policy/variables.ts";
import { refuse } from "./refusal.ts";

const MAX_MESSAGE = 5 * 1024;
const CODES: Readonly<Record<string, number>> = {
  Unauthorized: 401,
  Forbidden: 403,
  RequestEntityTooLarge: 413,
  Invalid: 422,
};

/** One thing that a policy has against a request. */
interface Denial {
  readonly policy: ValidatingAdmissionPolicy;
  readonly binding: ValidatingAdmissionPolicyBinding | undefined;
  readonly message: string;
  readonly reason: string;
}

/** Asks the policies that are bound, and refuses or warns in their words. Models plugin ValidatingAdmissionPolicy, dispatcher.Dispatch. */
export const validatingAdmissionPolicies = defineAdmission({
  name: "ValidatingAdmissionPolicy",
  validate(attributes, lookup) {
    const policies = lookup.list(
      "ValidatingAdmissionPolicy",
      "",
    ) as readonly ValidatingAdmissionPolicy[];
    if (policies.length === 0 || isExempt(attributes)) return;
    const bindings = lookup.list("ValidatingAdmissionPolicyBinding", "");
    const sorted = sortedBy(policies, ({ metadata }) => metadata.name ?? "");
    const denials = sorted.flatMap((policy) =>
      denialsOf(policy, bindings as readonly ValidatingAdmissionPolicyBinding[], {
        attributes,
        lookup,
      }),
    );
    const [first] = denials;
    if (first) throw refusalOf(first, attributes);
  },
});

/** What decides about policies is not decided by them. Models policy/generic excluded resources. */
function isExempt({ kind }: AdmissionAttributes): boolean {
  return (
    kind.group === "admissionregistration.k8s.io" ||
    kind.group === "authentication.k8s.io" ||
    kind.group === "authorization.k8s.io"
  );
}

interface Asked {
  readonly attributes: AdmissionAttributes;
  readonly lookup: AdmissionLookup;
}

function denialsOf(
  policy: ValidatingAdmissionPolicy,
  all: readonly ValidatingAdmissionPolicyBinding[],
  { attributes, lookup }: Asked,
): readonly Denial[] {
  const name = policy.metadata.name ?? "";
  const bindings = all.filter(({ spec }) => spec.policyName === name);
  if (bindings.length === 0) return [];
  if (!matchesRequest(policy.spec.matchConstraints, attributes, lookup)) return [];
  return sortedBy(bindings, ({ metadata }) => metadata.name ?? "").flatMap((binding) =>
    matchesRequest(binding.spec.matchResources, attributes, lookup)
      ? boundDenials(policy, binding, { attributes, lookup })
      : [],
  );
}

function boundDenials(
  policy: ValidatingAdmissionPolicy,
  binding: ValidatingAdmissionPolicyBinding,
  { attributes, lookup }: Asked,
): readonly Denial[] {
  const messages: Pick<Denial, "message" | "reason">[] = [];
  try {
    for (const params of collectParams(policy, binding.spec.paramRef, attributes, lookup))
      messages.push(...objections(policy, { attributes, lookup, params }));
  } catch (error) {
    if (!(error instanceof PolicyMisuse)) throw error;
    if (policy.spec.failurePolicy === "Ignore") return [];
    return [misuseOf(policy, binding, error)];
  }
  const actions = binding.spec.validationActions ?? [];
  if (actions.includes("Warn"))
    attributes.warnings.push(
      ...messages.map(
        ({ message }) =>
          `Validation failed for ValidatingAdmissionPolicy '${policy.metadata.name ?? ""}' with binding '${binding.metadata.name ?? ""}': ${message}`,
      ),
    );
  return actions.includes("Deny") ? messages.map((each) => ({ ...each, policy, binding })) : [];
}

function misuseOf(
  policy: ValidatingAdmissionPolicy,
  binding: ValidatingAdmissionPolicyBinding,
  { message }: PolicyMisuse,
): Denial {
  // A parameter's kind is the policy's own affair, whoever binds it.
  const isOwn = message.startsWith("failed to find resource");
  const text = `failed to configure ${isOwn ? "policy" : "binding"}: ${message}`;
  return { policy, binding: isOwn ? undefined : binding, message: text, reason: "Invalid" };
}

type Objection = Pick<Denial, "message" | "reason">;

/** Models validator.Validate. */
function objections(policy: ValidatingAdmissionPolicy, input: PolicyInput): readonly Objection[] {
  const compiled = compilePolicy(policy);
  const ask = askerOf(compiled, input);
  const isStrict = policy.spec.failurePolicy !== "Ignore";
  const failed = (error: string): readonly Objection[] =>
    isStrict ? [{ message: error, reason: "Invalid" }] : [];
  const met = conditionsMet(compiled, ask);
  if (met !== true) return met === false ? [] : failed(met);
  const broken = compiled.validations.flatMap(({ expression, message }, i) => {
    const outcome = expression && ask(expression);
    if (!outcome) return [];
    if ("error" in outcome) return failed(outcome.error);
    if (isTrue(outcome.value)) return [];
    const validation = policy.spec.validations?.[i] as Validation;
    const own = message && ask(message);
    const text = own && "value" in own ? ownMessage(own.value) : "";
    const reason = validation.reason ?? "Invalid";
    return [{ message: text || fallbackMessage(validation), reason }];
  });
  return [...broken, ...annotationFailures(compiled, ask).flatMap(failed)];
}

/** Whether all conditions hold; the text of what went wrong when that cannot be told. Models matchconditions.Match. */
function conditionsMet({ conditions }: CompiledPolicy, ask: Ask): boolean | string {
  const errors: string[] = [];
  for (const condition of conditions) {
    const outcome = condition && ask(condition);
    if (!outcome) continue;
    if ("error" in outcome) errors.push(outcome.error);
    else if (!isTrue(outcome.value)) return false;
  }
  if (errors.length === 0) return true;
  return errors.length === 1 ? (errors[0] ?? "") : `[${errors.join(", ")}]`;
}

function ownMessage(value: unknown): string {
  const text = typeof value === "string" ? value.trim() : "";
  return text.length > MAX_MESSAGE || text.includes("\n") ? "" : text;
}

function fallbackMessage({ message = "", expression = "" }: Validation): string {
  return message === "" ? `failed expression: ${expression.trim()}` : message.trim();
}

/** There is no audit log to write to, but an annotation that cannot be worked out is as bad as a broken rule. */
function annotationFailures({ annotations }: CompiledPolicy, ask: Ask): readonly string[] {
  return annotations.flatMap((annotation) => {
    const outcome = annotation && ask(annotation);
    return outcome && "error" in outcome ? [outcome.error] : [];
  });
}

function refusalOf(
  { policy, binding, message, reason }: Denial,
  attributes: AdmissionAttributes,
): StatusError {
  const bound = binding ? ` with binding '${binding.metadata.name ?? ""}'` : "";
  const text = `ValidatingAdmissionPolicy '${policy.metadata.name ?? ""}'${bound} denied request: ${message}`;
  const { status } = refuse(attributes, text);
  const details = { ...status.details, causes: [{ message: text }] };
  return new StatusError({ ...status, reason, details, code: CODES[reason] ?? 422 });
}
