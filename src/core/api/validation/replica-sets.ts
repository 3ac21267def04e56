import { invalid, forbiddenField, required, type FieldError } from "../field-error.ts";
import type { IntOrString } from "../int-or-string.ts";
import type {
  Deployment,
  DeploymentStrategy,
  LabelSelector,
  ReplicaSet,
} from "../schema/generated/types.ts";
import {
  immutable,
  intOrPercent,
  notDecremented,
  notMoreThanAll,
  notNegative,
  shareOf,
  unsupported,
} from "./fields.ts";
import { isEmptySelector, labelSelector, selectorValue } from "./labels.ts";
import { isUnderstood, validateControlledTemplate } from "./pod-template.ts";

/** Every mistake of a Deployment's spec, in upstream's order. Models apps validation.ValidateDeploymentSpec. */
export function validateDeployment({ spec }: Deployment): FieldError[] {
  const { minReadySeconds = 0, progressDeadlineSeconds: deadline } = spec;
  const errors = [
    ...notNegative("spec.replicas", spec.replicas),
    ...validateSelector(spec.selector),
    ...validateTemplate(spec),
    ...validateStrategy(spec.strategy),
    ...notNegative("spec.minReadySeconds", minReadySeconds),
    ...notNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit),
    ...notNegative("spec.progressDeadlineSeconds", deadline),
  ];
  if (deadline !== undefined && deadline <= minReadySeconds) {
    errors.push(
      invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds"),
    );
  }
  return errors;
}

/** Every mistake of a changed Deployment: the selector stays. */
export function validateDeploymentUpdate(deployment: Deployment, old: Deployment): FieldError[] {
  return [
    ...validateDeployment(deployment),
    ...immutableSelector(deployment.spec.selector, old.spec.selector),
  ];
}

/** Every mistake of a ReplicaSet's spec. Models apps validation.ValidateReplicaSetSpec. */
export function validateReplicaSet({ spec }: ReplicaSet): FieldError[] {
  return [
    ...notNegative("spec.replicas", spec.replicas),
    ...notNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...validateSelector(spec.selector),
    ...validateTemplate(spec),
  ];
}

/** Every mistake of a changed ReplicaSet: the selector stays. */
export function validateReplicaSetUpdate(replicaSet: ReplicaSet, old: ReplicaSet): FieldError[] {
  return [
    ...validateReplicaSet(replicaSet),
    ...immutableSelector(replicaSet.spec.selector, old.spec.selector),
  ];
}

function immutableSelector(
  selector: LabelSelector | undefined,
  old: LabelSelector | undefined,
): FieldError[] {
  return immutable("spec.selector", selectorValue(selector), selectorValue(old));
}

function validateSelector(selector: LabelSelector | undefined): FieldError[] {
  if (!selector) return [required("spec.selector")];
  const errors = labelSelector("spec.selector", selector);
  if (isEmptySelector(selector)) {
    // The text names deployments for ReplicaSets too, as upstream's does.
    errors.push(
      invalid("spec.selector", selectorValue(selector), "empty selector is invalid for deployment"),
    );
  }
  return errors;
}

function validateTemplate({
  selector,
  template,
}: Pick<ReplicaSet["spec"], "selector" | "template">): FieldError[] {
  if (!isUnderstood(selector))
    return [invalid("spec.selector", selectorValue(selector), "invalid label selector")];
  return validateControlledTemplate("spec.template", template ?? {}, {
    selector,
    ownerText: "ReplicaSet",
  });
}

function validateStrategy(strategy: DeploymentStrategy | undefined): FieldError[] {
  const { type, rollingUpdate } = strategy ?? {};
  if (type === "Recreate") {
    return rollingUpdate
      ? [
          forbiddenField(
            "spec.strategy.rollingUpdate",
            "may not be specified when strategy `type` is 'Recreate'",
          ),
        ]
      : [];
  }
  if (type === "RollingUpdate")
    return validateRollingUpdate(rollingUpdate?.maxUnavailable ?? 0, rollingUpdate?.maxSurge ?? 0);
  const value = {
    Type: type ?? "",
    RollingUpdate: rollingUpdate
      ? { MaxUnavailable: rollingUpdate.maxUnavailable ?? 0, MaxSurge: rollingUpdate.maxSurge ?? 0 }
      : null,
  };
  return [unsupported("spec.strategy", value, ["Recreate", "RollingUpdate"])];
}

function validateRollingUpdate(maxUnavailable: IntOrString, maxSurge: IntOrString): FieldError[] {
  const path = "spec.strategy.rollingUpdate";
  const errors = [
    ...intOrPercent(`${path}.maxUnavailable`, maxUnavailable),
    ...intOrPercent(`${path}.maxSurge`, maxSurge),
  ];
  if (shareOf(maxUnavailable) === 0 && shareOf(maxSurge) === 0) {
    errors.push(
      invalid(`${path}.maxUnavailable`, maxUnavailable, "may not be 0 when `maxSurge` is 0"),
    );
  }
  return [...errors, ...notMoreThanAll(`${path}.maxUnavailable`, maxUnavailable)];
}

interface ReplicaCounts {
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly fullyLabeledReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly unavailableReplicas?: number;
  readonly observedGeneration?: number;
  readonly collisionCount?: number;
}

type CountName = keyof ReplicaCounts;

/** Every mistake of the counts that a ReplicaSet or a ReplicationController was observed with. Models apps validation.ValidateReplicaSetStatus. */
export function validateReplicaStatus(status: ReplicaCounts): FieldError[] {
  const parts = ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"] as const;
  return [
    ...noneNegative(status, ["replicas", ...parts, "observedGeneration"]),
    ...noneMoreThanAll(status, parts),
  ];
}

/** Every mistake of the counts that a Deployment was observed with. Models apps validation.ValidateDeploymentStatusUpdate. */
export function validateDeploymentStatus(status: ReplicaCounts, old: ReplicaCounts): FieldError[] {
  const parts = ["updatedReplicas", "readyReplicas", "availableReplicas"] as const;
  return [
    ...noneNegative(status, [
      "observedGeneration",
      "replicas",
      ...parts,
      "unavailableReplicas",
      "collisionCount",
    ]),
    ...noneMoreThanAll(status, parts),
    ...notDecremented("status.collisionCount", status.collisionCount, old.collisionCount),
  ];
}

function noneNegative(status: ReplicaCounts, names: readonly CountName[]): FieldError[] {
  return names.flatMap((name) => notNegative(`status.${name}`, status[name]));
}

/** No part may be more than the whole, nor may more be available than ready. */
function noneMoreThanAll(status: ReplicaCounts, parts: readonly CountName[]): FieldError[] {
  const { replicas = 0, readyReplicas = 0, availableReplicas = 0 } = status;
  const errors = parts.flatMap((name) => {
    const count = status[name] ?? 0;
    const isMore = count > replicas;
    return isMore
      ? [invalid(`status.${name}`, count, "cannot be greater than status.replicas")]
      : [];
  });
  if (availableReplicas > readyReplicas)
    errors.push(
      invalid(
        "status.availableReplicas",
        availableReplicas,
        "cannot be greater than readyReplicas",
      ),
    );
  return errors;
}
