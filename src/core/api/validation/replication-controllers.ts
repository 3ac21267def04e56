import { matchesLabels, selectorFromLabels } from "../label-selector.ts";
import { required, type FieldError } from "../field-error.ts";
import type { ReplicationController } from "../schema/generated/types.ts";
import { notNegative } from "./fields.ts";
import { validateOwnedTemplate } from "./pod-template.ts";

/** Every mistake of a ReplicationController. Models core validation.ValidateReplicationControllerSpec. */
export function validateReplicationController({ spec }: ReplicationController): FieldError[] {
  const { selector = {}, template } = spec;
  return [
    ...notNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...(Object.keys(selector).length === 0 ? [required("spec.selector")] : []),
    ...notNegative("spec.replicas", spec.replicas),
    ...(template
      ? validateOwnedTemplate("spec.template", template, {
          // Nobody asks whether these are good labels.
          isSelected: matchesLabels(selectorFromLabels(selector), template.metadata?.labels),
          ownerText: "ReplicationController",
        })
      : [required("spec.template")]),
  ];
}
