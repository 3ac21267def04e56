import { isSemanticallyEqual } from "#core/base/equal.ts";
import { forbiddenField, invalid, required, type FieldError } from "../field-error.ts";
import type {
  PodTemplateSpec,
  StatefulSet,
  StatefulSetPersistentVolumeClaimRetentionPolicy,
  StatefulSetSpec,
  StatefulSetUpdateStrategy,
  Volume,
} from "../schema/generated/types.ts";
import {
  dnsLabel,
  intOrPercent,
  notDecremented,
  notMoreThanAll,
  notNegative,
  shareOf,
  unsupported,
} from "./fields.ts";
import { isEmptySelector, labelSelector, selectorValue } from "./labels.ts";
import { isUnderstood, validateControlledTemplate } from "./pod-template.ts";

const CHANGEABLE = [
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
] as const;

/** Every mistake of a new StatefulSet: its Service's name must be one. Models apps validation.ValidateStatefulSet. */
export function validateStatefulSet({ spec }: StatefulSet): FieldError[] {
  return specErrors(spec, spec.serviceName ? dnsLabel("spec.serviceName", spec.serviceName) : []);
}

/** Every mistake of a StatefulSet's spec, in upstream's order. Models apps validation.ValidateStatefulSetSpec, which takes an old Service name as it is. */
function specErrors(
  spec: StatefulSetSpec,
  serviceNameErrors: readonly FieldError[] = [],
): FieldError[] {
  return [
    ...validateManagementPolicy(spec.podManagementPolicy),
    ...validateStrategy(spec.updateStrategy),
    ...validateRetention(spec.persistentVolumeClaimRetentionPolicy),
    ...notNegative("spec.replicas", spec.replicas),
    ...notNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...notNegative("spec.ordinals.start", spec.ordinals?.start),
    ...serviceNameErrors,
    ...validateSelector(spec),
    ...validateTemplate(spec),
  ];
}

/** Every mistake of a changed StatefulSet: only few fields may change. Models apps validation.ValidateStatefulSetUpdate. */
export function validateStatefulSetUpdate(
  statefulSet: StatefulSet,
  old: StatefulSet,
): FieldError[] {
  const errors = specErrors(statefulSet.spec);
  if (!isSemanticallyEqual(fixedPart(statefulSet.spec), fixedPart(old.spec))) {
    const names = CHANGEABLE.map((name) => `'${name}'`);
    const last = names.pop() ?? "";
    errors.push(
      forbiddenField(
        "spec",
        `updates to statefulset spec for fields other than ${names.join(", ")} and ${last} are forbidden`,
      ),
    );
  }
  return errors;
}

function fixedPart(spec: StatefulSetSpec): unknown {
  return Object.fromEntries(
    Object.entries(spec).filter(([key]) => !(CHANGEABLE as readonly string[]).includes(key)),
  );
}

/** Every mistake of observed counts that cannot all be true. Models apps validation.ValidateStatefulSetStatusUpdate. */
export function validateStatefulSetStatus({ status }: StatefulSet, old: StatefulSet): FieldError[] {
  const { replicas, readyReplicas = 0, availableReplicas = 0 } = status;
  const errors: FieldError[] = [];
  for (const field of [
    "replicas",
    "readyReplicas",
    "currentReplicas",
    "updatedReplicas",
    "availableReplicas",
    "observedGeneration",
    "collisionCount",
  ] as const)
    errors.push(...notNegative(`status.${field}`, status[field]));
  for (const field of [
    "readyReplicas",
    "currentReplicas",
    "updatedReplicas",
    "availableReplicas",
  ] as const) {
    const count = status[field] ?? 0;
    if (count > replicas)
      errors.push(invalid(`status.${field}`, count, "cannot be greater than status.replicas"));
  }
  if (availableReplicas > readyReplicas) {
    errors.push(
      invalid(
        "status.availableReplicas",
        availableReplicas,
        "cannot be greater than status.readyReplicas",
      ),
    );
  }
  return [
    ...errors,
    ...notDecremented("status.collisionCount", status.collisionCount, old.status.collisionCount),
  ];
}

function validateManagementPolicy(policy = ""): FieldError[] {
  if (policy === "") return [required("spec.podManagementPolicy")];
  if (policy === "OrderedReady" || policy === "Parallel") return [];
  return [invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'")];
}

function validateStrategy(strategy: StatefulSetUpdateStrategy): FieldError[] {
  const path = "spec.updateStrategy";
  const { rollingUpdate } = strategy;
  const type: string = strategy.type ?? "";
  const internal = rollingUpdate && {
    Partition: rollingUpdate.partition ?? 0,
    MaxUnavailable: rollingUpdate.maxUnavailable ?? null,
  };
  if (type === "") return [required(path)];
  if (type === "OnDelete") {
    return internal
      ? [
          invalid(
            `${path}.rollingUpdate`,
            internal,
            "only allowed for updateStrategy 'RollingUpdate'",
          ),
        ]
      : [];
  }
  if (type !== "RollingUpdate") {
    const value = { Type: type, RollingUpdate: internal ?? null };
    return [invalid(path, value, "must be 'RollingUpdate' or 'OnDelete'")];
  }
  const field = `${path}.rollingUpdate.maxUnavailable`;
  const maxUnavailable = rollingUpdate?.maxUnavailable;
  const errors = notNegative(`${path}.rollingUpdate.partition`, rollingUpdate?.partition);
  if (maxUnavailable === undefined) return errors;
  return [
    ...errors,
    ...intOrPercent(field, maxUnavailable),
    ...(shareOf(maxUnavailable) === 0 ? [invalid(field, maxUnavailable, "cannot be 0")] : []),
    ...notMoreThanAll(field, maxUnavailable),
  ];
}

function validateRetention(
  policy: StatefulSetPersistentVolumeClaimRetentionPolicy | undefined,
): FieldError[] {
  if (!policy) return [];
  return (["whenDeleted", "whenScaled"] as const).flatMap((field) => {
    const value = policy[field] ?? "";
    return value === "Retain" || value === "Delete"
      ? []
      : [
          unsupported(`spec.persistentVolumeClaimRetentionPolicy.${field}`, value, [
            "Retain",
            "Delete",
          ]),
        ];
  });
}

function validateSelector({ selector }: StatefulSetSpec): FieldError[] {
  // A missing one decodes as an absent field, whatever the type says.
  const given = selector as StatefulSetSpec["selector"] | undefined;
  if (!given) return [required("spec.selector")];
  const errors = labelSelector("spec.selector", given);
  if (isEmptySelector(given))
    errors.push(
      invalid("spec.selector", selectorValue(given), "empty selector is invalid for statefulset"),
    );
  return errors;
}

function validateTemplate(spec: StatefulSetSpec): FieldError[] {
  const { selector } = spec;
  if (!isUnderstood(selector)) return [invalid("spec.selector", selectorValue(selector), "")];
  return validateControlledTemplate("spec.template", withClaimVolumes(spec), {
    selector,
    ownerText: "StatefulSet",
  });
}

/** The template with the volumes that the claims will give its pods. Models apps validation.ValidatePodTemplateSpecForStatefulSet. */
function withClaimVolumes({
  template,
  volumeClaimTemplates = [],
}: StatefulSetSpec): PodTemplateSpec {
  if (!template.spec) return template;
  const names = volumeClaimTemplates.map(({ metadata }) => metadata.name ?? "");
  if (names.length === 0) return template;
  const claimed = names.map((name): Volume => ({
    name,
    persistentVolumeClaim: { claimName: name },
  }));
  const own = (template.spec.volumes ?? []).filter(({ name }) => !names.includes(name));
  return { ...template, spec: { ...template.spec, volumes: [...claimed, ...own] } };
}
