import { forbidden, type StatusError } from "#core/api/status.ts";
import type { AdmissionAttributes } from "../admission.ts";

/** The refusal of a request by a plugin: 403, speaking of the object. Models admission.NewForbidden. */
export function refuse(attributes: AdmissionAttributes, cause: string): StatusError {
  const { kind, draft } = attributes;
  const name = attributes.name || draft?.metadata.name || (draft?.metadata.generateName ?? "");
  return forbidden({ group: kind.group, resource: kind.plural }, name, cause);
}
