import { invalidObject } from "#core/api/field-error.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { Namespace, Pod, PodSpec, PodTemplateSpec } from "#core/api/schema/generated/types.ts";
import { podSecurityLabelErrors } from "#core/api/validation/namespaces.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { defineAdmission, type AdmissionAttributes, type AdmissionLookup } from "../admission.ts";
import { baselineChecks } from "./pod-security/baseline.ts";
import type { Check, JudgedPod, Violation } from "./pod-security/check.ts";
import { OVERRIDDEN, restrictedChecks } from "./pod-security/restricted.ts";
import { refuse } from "./refusal.ts";

const PREFIX = "pod-security.kubernetes.io/";
const CONTROLLERS: ReadonlySet<string> = new Set([
  "CronJob",
  "DaemonSet",
  "Deployment",
  "Job",
  "PodTemplate",
  "ReplicaSet",
  "ReplicationController",
  "StatefulSet",
]);
const LEVELS: Readonly<Record<string, readonly Check[]>> = {
  privileged: [],
  baseline: Object.values(baselineChecks),
  restricted: [
    ...Object.entries(baselineChecks)
      .filter(([name]) => !OVERRIDDEN.has(name))
      .map(([, check]) => check),
    ...Object.values(restrictedChecks),
  ],
};

/** Holds pods to the level that their namespace's labels name, and warns where they ask for it. Models plugin PodSecurity. */
export const podSecurity = defineAdmission({
  name: "PodSecurity",
  kinds: ["Namespace", "Pod", ...CONTROLLERS],
  validate(attributes, lookup) {
    const { kind, operation, subresource, draft } = attributes;
    if (operation === "delete" || subresource !== "" || !draft) return;
    if (kind.storedAs === "Namespace") judgeNamespace(attributes, lookup);
    else if (kind.storedAs === "Pod") judgePod(attributes, lookup);
    else if (CONTROLLERS.has(kind.storedAs)) judgeController(attributes, lookup);
  },
});

/** A level as a namespace's label names it, with the version behind it. */
interface Policy {
  readonly level: string;
  /** `restricted:latest`. */
  readonly text: string;
}

function policyOf(namespace: KubeObject | undefined, mode: "enforce" | "warn"): Policy {
  const labels = namespace?.metadata.labels;
  const level = labels?.[`${PREFIX}${mode}`] ?? "privileged";
  return { level, text: `${level}:${labels?.[`${PREFIX}${mode}-version`] ?? "latest"}` };
}

function violationsOf({ level }: Policy, pod: JudgedPod): readonly Violation[] {
  return (LEVELS[level] ?? []).flatMap((check) => check(pod) ?? []);
}

function detailText(violations: readonly Violation[]): string {
  return violations.map(({ reason, detail }) => `${reason} (${detail})`).join(", ");
}

function judgePod(attributes: AdmissionAttributes, lookup: AdmissionLookup): void {
  const home = lookup.get("Namespace", { namespace: "", name: attributes.namespace });
  const enforced = policyOf(home, "enforce");
  const warned = policyOf(home, "warn");
  if (enforced.level === "privileged" && warned.level === "privileged") return;
  const pod = attributes.draft as unknown as Pod;
  const old = attributes.old as Pod | undefined;
  if (old && isSemanticallyEqual(pod.spec, old.spec)) return;
  const violations = violationsOf(enforced, pod);
  if (violations.length > 0)
    throw refuse(
      attributes,
      `violates PodSecurity ${JSON.stringify(enforced.text)}: ${detailText(violations)}`,
    );
  warn(attributes, warned, pod);
}

function warn({ warnings }: AdmissionAttributes, policy: Policy, pod: JudgedPod): void {
  const violations = violationsOf(policy, pod);
  if (violations.length > 0)
    warnings.push(
      `would violate PodSecurity ${JSON.stringify(policy.text)}: ${detailText(violations)}`,
    );
}

/** Whatever makes pods is let through, with a warning of what will become of them. */
function judgeController(attributes: AdmissionAttributes, lookup: AdmissionLookup): void {
  const home = lookup.get("Namespace", { namespace: "", name: attributes.namespace });
  const policy = policyOf(home, "warn");
  const template = policy.level === "privileged" ? undefined : templateOf(attributes);
  if (template?.spec)
    warn(attributes, policy, { metadata: template.metadata ?? {}, spec: template.spec });
}

function templateOf({ kind, draft }: AdmissionAttributes): PodTemplateSpec | undefined {
  const object = draft as unknown as {
    readonly template?: PodTemplateSpec;
    readonly spec?: {
      readonly template?: PodTemplateSpec;
      readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplateSpec } };
    };
  };
  if (kind.storedAs === "PodTemplate") return object.template;
  if (kind.storedAs === "CronJob") return object.spec?.jobTemplate?.spec?.template;
  return object.spec?.template;
}

function judgeNamespace(attributes: AdmissionAttributes, lookup: AdmissionLookup): void {
  const namespace = attributes.draft as unknown as Namespace;
  const name = attributes.name || (namespace.metadata.name ?? "");
  const errors = podSecurityLabelErrors(namespace);
  if (errors.length > 0) throw invalidObject(attributes.kind, name, errors);
  const before = policyOf(attributes.old, "enforce");
  const now = policyOf(namespace, "enforce");
  if (attributes.operation === "create" || now.text === before.text) return;
  if (now.level === "privileged") return;
  attributes.warnings.push(...existingPodWarnings(lookup, name, now));
}

/** Models EvaluatePodsInNamespace: pods with the same faults share a line. */
function existingPodWarnings(
  lookup: AdmissionLookup,
  namespace: string,
  policy: Policy,
): readonly string[] {
  const byFault = new Map<string, string[]>();
  const pods = lookup.list("Pod", namespace) as readonly (KubeObject & {
    readonly spec: PodSpec;
  })[];
  for (const pod of pods) {
    const fault = violationsOf(policy, pod)
      .map(({ reason }) => reason)
      .join(", ");
    if (fault === "") continue;
    byFault.set(fault, [...(byFault.get(fault) ?? []), pod.metadata.name ?? ""]);
  }
  if (byFault.size === 0) return [];
  const lines = [...byFault].map(([fault, names]) => `${podsText(names.sort())}: ${fault}`);
  return [
    `existing pods in namespace ${JSON.stringify(namespace)} violate the new PodSecurity enforce level ${JSON.stringify(policy.text)}`,
    ...lines.sort(),
  ];
}

function podsText([first = "", ...others]: readonly string[]): string {
  if (others.length === 0) return first;
  return `${first} (and ${others.length} other ${others.length === 1 ? "pod" : "pods"})`;
}
