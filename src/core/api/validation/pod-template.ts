import { forbiddenField, invalid, type FieldError } from "../field-error.ts";
import { matchesLabels, selectorFromObject } from "../label-selector.ts";
import type { LabelSelector, PodTemplateSpec } from "../schema/generated/types.ts";
import { StatusError } from "../status.ts";
import { unsupported } from "./fields.ts";
import { annotations, isEmptySelector, labels } from "./labels.ts";
import { annotationsAgainstFields, podAnnotations } from "./pod-annotations.ts";
import { validatePodSpec } from "./pod-spec.ts";

/** Every mistake of a pod template. Models validation.ValidatePodTemplateSpec. */
export function validatePodTemplate(path: string, template: PodTemplateSpec): FieldError[] {
  const { metadata = {}, spec } = template;
  const errors = [
    ...labels(`${path}.labels`, metadata.labels),
    ...annotations(`${path}.annotations`, metadata.annotations),
  ];
  if (!spec) return errors;
  errors.push(
    ...podAnnotations(`${path}.annotations`, metadata.annotations, spec),
    ...validatePodSpec(`${path}.spec`, spec, { meta: undefined }),
    ...annotationsAgainstFields(`${path}.spec`, metadata.annotations, spec),
  );
  if (spec.ephemeralContainers?.length) {
    errors.push(
      forbiddenField(
        `${path}.spec.ephemeralContainers`,
        "ephemeral containers not allowed in pod template",
      ),
    );
  }
  return errors;
}

/** Every mistake of the template of a controller whose pods run forever. Models apps validation.ValidatePodTemplateSpecForReplicaSet. */
export function validateControlledTemplate(
  path: string,
  template: PodTemplateSpec,
  {
    selector,
    ownerText,
  }: { readonly selector: LabelSelector | undefined; readonly ownerText: string },
): FieldError[] {
  const isSelected =
    isEmptySelector(selector) ||
    matchesLabels(selectorFromObject(selector), template.metadata?.labels);
  return validateOwnedTemplate(path, template, { isSelected, ownerText });
}

/** The same, for an owner that has found out by itself whether it selects these pods. */
export function validateOwnedTemplate(
  path: string,
  template: PodTemplateSpec,
  { isSelected, ownerText }: { readonly isSelected: boolean; readonly ownerText: string },
): FieldError[] {
  const field = `${path}.metadata.labels`;
  const own = template.metadata?.labels ?? null;
  return [
    ...(isSelected ? [] : [invalid(field, own, "`selector` does not match template `labels`")]),
    ...validatePodTemplate(path, template),
    ...runsForever(path, template, ownerText),
  ];
}

/** Every mistake that keeps pods from running forever. */
export function runsForever(
  path: string,
  { spec }: PodTemplateSpec,
  ownerText: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (spec?.restartPolicy !== "Always")
    errors.push(unsupported(`${path}.spec.restartPolicy`, spec?.restartPolicy ?? "", ["Always"]));
  if (spec?.activeDeadlineSeconds !== undefined) {
    errors.push(
      forbiddenField(
        `${path}.spec.activeDeadlineSeconds`,
        `activeDeadlineSeconds in ${ownerText} is not Supported`,
      ),
    );
  }
  return errors;
}

/** Whether a selector can be understood at all. */
export function isUnderstood(selector: LabelSelector | undefined): boolean {
  try {
    selectorFromObject(selector);
    return true;
  } catch (error) {
    if (error instanceof StatusError) return false;
    throw error;
  }
}
