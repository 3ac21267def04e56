import { duplicate, invalid, required, type FieldError } from "../field-error.ts";
import { subdomainProblems } from "../label-format.ts";
import type { MutatingWebhook, WebhookClientConfig } from "../schema/generated/types.ts";
import { validateConditions } from "./admission-policies.ts";
import { requiredChoice, validateRule } from "./admission-rules.ts";
import { labelSelector } from "./labels.ts";
import { invalidFor, label1035Problems, portNumberProblems } from "./problems.ts";

const KNOWN_REVIEWS = ["v1", "v1beta1"] as const;
const MIN_PARTS = 3;
const MAX_TIMEOUT_SECONDS = 30;

/** Every mistake of a list of webhooks. Models validateMutatingWebhookConfiguration and validateValidatingWebhookConfiguration. */
export function validateWebhooks(
  hooks: readonly MutatingWebhook[],
  { isMutating }: { readonly isMutating: boolean },
): FieldError[] {
  return hooks.flatMap((hook, i) => {
    const at = `webhooks[${i}]`;
    const isTaken = hooks.findIndex(({ name }) => name === hook.name) < i;
    return [
      ...validateWebhook(at, hook),
      ...(isMutating && hook.reinvocationPolicy !== undefined
        ? requiredChoice(`${at}.reinvocationPolicy`, hook.reinvocationPolicy, ["IfNeeded", "Never"])
        : []),
      ...validateClient(`${at}.clientConfig`, hook.clientConfig),
      ...(isTaken ? [duplicate(`${at}.name`, hook.name)] : []),
      ...reviewVersions(`${at}.admissionReviewVersions`, hook.admissionReviewVersions ?? []),
    ];
  });
}

function validateWebhook(at: string, hook: MutatingWebhook): FieldError[] {
  const { name, rules = [], failurePolicy, matchPolicy, sideEffects, timeoutSeconds } = hook;
  const isTimely =
    timeoutSeconds === undefined || (timeoutSeconds > 0 && timeoutSeconds <= MAX_TIMEOUT_SECONDS);
  const timeout = `the timeout value must be between 1 and ${MAX_TIMEOUT_SECONDS} seconds`;
  return [
    ...fullyQualified(`${at}.name`, name),
    ...rules.flatMap((rule, i) => validateRule(`${at}.rules[${i}]`, rule)),
    ...(failurePolicy === undefined
      ? []
      : requiredChoice(`${at}.failurePolicy`, failurePolicy, ["Fail", "Ignore"])),
    ...(matchPolicy === undefined
      ? []
      : requiredChoice(`${at}.matchPolicy`, matchPolicy, ["Equivalent", "Exact"])),
    ...requiredChoice(`${at}.sideEffects`, sideEffects, ["None", "NoneOnDryRun"]),
    ...(isTimely ? [] : [invalid(`${at}.timeoutSeconds`, timeoutSeconds, timeout)]),
    ...labelSelector(`${at}.namespaceSelector`, hook.namespaceSelector),
    ...labelSelector(`${at}.objectSelector`, hook.objectSelector),
    ...validateConditions(`${at}.matchConditions`, hook.matchConditions ?? []),
  ];
}

function fullyQualified(field: string, name: string): FieldError[] {
  if (!name) return [required(field)];
  const problems = subdomainProblems(name);
  if (problems.length > 0) return invalidFor(field, name, problems);
  return name.split(".").length < MIN_PARTS
    ? [invalid(field, name, "should be a domain with at least three segments separated by dots")]
    : [];
}

function validateClient(at: string, { url, service }: WebhookClientConfig): FieldError[] {
  if ((url === undefined) === (service === undefined))
    return [required(at, "exactly one of url or service is required")];
  if (service) {
    const { name, namespace, port = 443 } = service;
    return [
      ...(name ? [] : [required(`${at}.service.name`, "service name is required")]),
      ...(namespace ? [] : [required(`${at}.service.namespace`, "service namespace is required")]),
      ...(portNumberProblems(port).length > 0
        ? [
            invalid(
              `${at}.service.port`,
              port,
              `port is not valid: ${portNumberProblems(port).join("")}`,
            ),
          ]
        : []),
    ];
  }
  return url?.startsWith("https://") === true
    ? []
    : [
        invalid(
          `${at}.url`,
          /^([a-z]+):/.exec(url ?? "")?.[1] ?? "",
          "'https' is the only allowed URL scheme; desired format: https://host[/path]",
        ),
      ];
}

function reviewVersions(field: string, versions: readonly string[]): FieldError[] {
  if (versions.length === 0) {
    const known = KNOWN_REVIEWS.join(", ");
    return [required(field, `must specify one of ${known}`)];
  }
  const errors = versions.flatMap((version, i) => [
    ...(versions.indexOf(version) < i
      ? [invalid(`${field}[${i}]`, version, "duplicate version")]
      : []),
    ...invalidFor(`${field}[${i}]`, version, label1035Problems(version)),
  ]);
  const isKnown = versions.some((version) => KNOWN_REVIEWS.some((each) => each === version));
  if (errors.length > 0 || isKnown) return errors;
  return [invalid(field, versions, `must include at least one of ${KNOWN_REVIEWS.join(", ")}`)];
}
