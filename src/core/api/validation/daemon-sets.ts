import { invalid, required, type FieldError } from "../field-error.ts";
import { matchesLabels, selectorFromObject } from "../label-selector.ts";
import type {
  DaemonSet,
  DaemonSetSpec,
  DaemonSetUpdateStrategy,
  RollingUpdateDaemonSet,
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
import { isUnderstood, runsForever, validatePodTemplate } from "./pod-template.ts";

/** Every mistake of a DaemonSet's spec, in upstream's order. Models apps validation.ValidateDaemonSetSpec. */
export function validateDaemonSet({ spec }: DaemonSet): FieldError[] {
  const { selector, template } = spec;
  return [
    ...labelSelector("spec.selector", selector),
    ...selectorMismatch(spec),
    ...(isEmptySelector(selector)
      ? [
          invalid(
            "spec.selector",
            selectorValue(selector),
            "empty selector is invalid for daemonset",
          ),
        ]
      : []),
    ...validatePodTemplate("spec.template", template),
    ...runsForever("spec.template", template, "DaemonSet"),
    ...notNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...validateStrategy(spec.updateStrategy),
    ...notNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit),
  ];
}

/** Every mistake of a changed DaemonSet: the selector stays. Models daemonSetStrategy.ValidateUpdate. */
export function validateDaemonSetUpdate(daemonSet: DaemonSet, old: DaemonSet): FieldError[] {
  return [
    ...validateDaemonSet(daemonSet),
    ...immutable(
      "spec.selector",
      selectorValue(daemonSet.spec.selector),
      selectorValue(old.spec.selector),
    ),
  ];
}

/** Every mistake of an observed status. Models apps validation.ValidateDaemonSetStatusUpdate. */
export function validateDaemonSetStatus({ status }: DaemonSet, old: DaemonSet): FieldError[] {
  const fields = [
    "currentNumberScheduled",
    "numberMisscheduled",
    "desiredNumberScheduled",
    "numberReady",
    "observedGeneration",
    "updatedNumberScheduled",
    "numberAvailable",
    "numberUnavailable",
    "collisionCount",
  ] as const;
  return [
    ...fields.flatMap((field) => notNegative(`status.${field}`, status[field])),
    ...notDecremented("status.collisionCount", status.collisionCount, old.status.collisionCount),
  ];
}

function selectorMismatch({ selector, template }: DaemonSetSpec): FieldError[] {
  const { labels } = template.metadata ?? {};
  if (!isUnderstood(selector) || matchesLabels(selectorFromObject(selector), labels)) return [];
  return [
    invalid(
      "spec.template.metadata.labels",
      labels ?? null,
      "`selector` does not match template `labels`",
    ),
  ];
}

function validateStrategy({ type, rollingUpdate }: DaemonSetUpdateStrategy): FieldError[] {
  const path = "spec.updateStrategy";
  if (type === "OnDelete") return [];
  if (type === "RollingUpdate") {
    return rollingUpdate
      ? validateRollingUpdate(`${path}.rollingUpdate`, rollingUpdate)
      : [required(`${path}.rollingUpdate`)];
  }
  const value = {
    Type: type ?? "",
    RollingUpdate: rollingUpdate
      ? { MaxUnavailable: rollingUpdate.maxUnavailable ?? 0, MaxSurge: rollingUpdate.maxSurge ?? 0 }
      : null,
  };
  return [unsupported(path, value, ["RollingUpdate", "OnDelete"])];
}

function validateRollingUpdate(
  path: string,
  { maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDaemonSet,
): FieldError[] {
  const errors = [
    ...intOrPercent(`${path}.maxUnavailable`, maxUnavailable),
    ...intOrPercent(`${path}.maxSurge`, maxSurge),
    ...notMoreThanAll(`${path}.maxUnavailable`, maxUnavailable),
    ...notMoreThanAll(`${path}.maxSurge`, maxSurge),
  ];
  const [takesAway, adds] = [shareOf(maxUnavailable) !== 0, shareOf(maxSurge) !== 0];
  if (takesAway && adds)
    errors.push(
      invalid(`${path}.maxSurge`, maxSurge, "may not be set when maxUnavailable is non-zero"),
    );
  if (!takesAway && !adds)
    errors.push(required(`${path}.maxUnavailable`, "cannot be 0 when maxSurge is 0"));
  return errors;
}
