import { defineKind, type Draft } from "../../define.ts";
import type { ObjectMeta, ServiceAccount } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn } from "../columns.ts";

const MOUNTABLE_ONLY = "kubernetes.io/enforce-mountable-secrets";

/** ServiceAccount. Models pkg/registry/core/serviceaccount. */
export const serviceAccount = defineKind<ServiceAccount>({
  group: "",
  version: "v1",
  kind: "ServiceAccount",
  plural: "serviceaccounts",
  shortNames: ["sa"],
  returnsDeletedObject: true,
  metadataOnUpdate: ["changes", "whole"],
  schemaName: "io.k8s.api.core.v1.ServiceAccount",
  extraSubresources: ["token"],
  prepareCreate: nameSecrets,
  prepareUpdate: nameSecrets,
  warnings: ({ metadata }, old) =>
    has(metadata, MOUNTABLE_ONLY) && !(old && has(old.metadata, MOUNTABLE_ONLY))
      ? [
          `metadata.annotations[${MOUNTABLE_ONLY}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`,
        ]
      : [],
  columns: [nameColumn, ageColumn],
});

function has({ annotations }: ObjectMeta, name: string): boolean {
  return annotations?.[name] !== undefined;
}

/** Of the secrets that tokens may be read from only the names are kept. Models serviceaccount cleanSecretReferences. */
function nameSecrets(draft: Draft<ServiceAccount>): void {
  const { secrets } = draft;
  if (secrets) draft.secrets = secrets.map(({ name }) => (name === undefined ? {} : { name }));
}
