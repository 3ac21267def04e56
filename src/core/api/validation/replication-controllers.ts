import { required, type FieldError } from "../field-error.ts";
import type { ReplicationController } from "../schema/generated/types.ts";
import { notNegative } from "./fields.ts";
import { validateControlledTemplate } from "./pod-template.ts";

/** Every mistake of a ReplicationController. Models core validation.ValidateReplicationControllerSpec. */
export function validateReplicationController({ spec }: ReplicationController): FieldError[] {
  const { selector = {}, template } = spec;
  return [
    ...notNegative("spec.minReadySeconds", spec.minReadySeconds),
    ...(Object.keys(selector).length === 0 ? [required("spec.selector")] : []),
    ...notNegative("spec.replicas", spec.replicas),
    ...(template
      ? validateControlledTemplate("spec.template", template, {
          selector: { matchLabels: selector },
          ownerText: "ReplicationController",
        })
      : [required("spec.template")]),
  ];
}
