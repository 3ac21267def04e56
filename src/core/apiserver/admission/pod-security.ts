import { invalidObject } from "#core/api/field-error.ts";
import type { Namespace } from "#core/api/schema/generated/types.ts";
import { podSecurityLabelErrors } from "#core/api/validation/namespaces.ts";
import { defineAdmission } from "../admission.ts";

/** Refuses namespaces whose Pod Security labels cannot be read; the levels themselves are not enforced. Models plugin PodSecurity. */
export const podSecurity = defineAdmission({
  name: "PodSecurity",
  validate({ kind, operation, subresource, name, draft }) {
    if (kind.kind !== "Namespace" || operation === "delete" || subresource !== "" || !draft) return;
    const errors = podSecurityLabelErrors(draft as unknown as Namespace);
    if (errors.length > 0) throw invalidObject(kind, name || (draft.metadata.name ?? ""), errors);
  },
});
