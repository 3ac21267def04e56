import { invalid, type FieldError } from "../field-error.ts";
import { isBeingDeleted } from "../meta.ts";
import type { Namespace } from "../schema/generated/types.ts";
import { validateFinalizerName } from "./metadata.ts";

const LEVELS = ["privileged", "baseline", "restricted"] as const;
const SECURITY_PREFIX = "pod-security.kubernetes.io/";

/** Every mistake of a Namespace. Models validation.ValidateNamespace. */
export function validateNamespace(namespace: Namespace): FieldError[] {
  return (namespace.spec.finalizers ?? []).flatMap((finalizer) =>
    validateFinalizerName("spec.finalizers", finalizer),
  );
}

/** Refuses labels that Pod Security cannot read. Models pod-security-admission api.PolicyToEvaluate. */
export function podSecurityLabelErrors({ metadata }: Namespace): FieldError[] {
  return ["enforce", "audit", "warn"].flatMap((mode) => {
    const level = metadata.labels?.[`${SECURITY_PREFIX}${mode}`];
    const version = metadata.labels?.[`${SECURITY_PREFIX}${mode}-version`];
    const errors: FieldError[] = [];
    if (level !== undefined && !LEVELS.some((each) => each === level)) {
      errors.push(
        invalid(
          `metadata.labels[${SECURITY_PREFIX}${mode}]`,
          level,
          `must be one of ${LEVELS.join(", ")}`,
        ),
      );
    }
    if (version !== undefined && version !== "latest" && !/^v1\.(0|[1-9]\d*)$/.test(version)) {
      const detail = 'must be "latest" or "v1.x"';
      errors.push(invalid(`metadata.labels[${SECURITY_PREFIX}${mode}-version]`, version, detail));
    }
    return errors;
  });
}

/** The phase must agree with whether deletion has begun. Models validation.ValidateNamespaceStatusUpdate. */
export function validateNamespacePhase(namespace: Namespace): FieldError[] {
  const phase = namespace.status.phase ?? "";
  if (isBeingDeleted(namespace)) {
    if (phase === "Terminating") return [];
    return [
      invalid(
        "status.Phase",
        phase,
        "may only be 'Terminating' if `deletionTimestamp` is not empty",
      ),
    ];
  }
  return phase === "Active"
    ? []
    : [invalid("status.Phase", phase, "may only be 'Active' if `deletionTimestamp` is empty")];
}
