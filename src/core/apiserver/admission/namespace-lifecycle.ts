import { notFound, StatusError } from "#core/api/status.ts";
import type { Namespace } from "#core/api/schema/generated/types.ts";
import { defineAdmission, type AdmissionAttributes } from "../admission.ts";
import { refuse } from "./refusal.ts";

const IMMORTAL: ReadonlySet<string> = new Set(["default", "kube-public", "kube-system"]);

/** Nothing is made in a namespace that is missing or on its way out; the first three namespaces stay. Models plugin NamespaceLifecycle. */
export const namespaceLifecycle = defineAdmission({
  name: "NamespaceLifecycle",
  admit(attributes, lookup) {
    const { kind, operation, name, namespace } = attributes;
    if (kind.storedAs === "Namespace" && operation === "delete" && IMMORTAL.has(name))
      throw refuse(attributes, "this namespace may not be deleted");
    if (!kind.namespaced || operation === "delete") return;
    const home = lookup.get("Namespace", { namespace: "", name: namespace }) as
      Namespace | undefined;
    if (!home) throw notFound({ group: "", resource: "namespaces" }, namespace);
    if (operation === "create" && home.status.phase === "Terminating")
      throw terminating(attributes);
  },
});

function terminating(attributes: AdmissionAttributes): StatusError {
  const { namespace } = attributes;
  const { status } = refuse(
    attributes,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
  );
  const cause = {
    reason: "NamespaceTerminating",
    message: `namespace ${namespace} is being terminated`,
    field: "metadata.namespace",
  };
  return new StatusError({ ...status, details: { ...status.details, causes: [cause] }, code: 403 });
}
