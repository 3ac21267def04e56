import { defineKind } from "../../define.ts";
import { validateSecret, validateSecretUpdate } from "../../validation/config.ts";
import { secretWarnings } from "../../validation/warnings.ts";
import type { Secret } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";
import { encodeBase64 } from "../../base64.ts";

/** Secret. Models pkg/registry/core/secret. */
export const secret = defineKind<Secret>({
  group: "",
  version: "v1",
  kind: "Secret",
  plural: "secrets",
  metadataOnUpdate: ["changes", "whole"],
  schemaName: "io.k8s.api.core.v1.Secret",
  setDefaults(draft) {
    if (!draft.type) draft.type = "Opaque";
    if (!draft.stringData) return;
    for (const [key, text] of Object.entries(draft.stringData))
      draft.data = { ...draft.data, [key]: encodeBase64(text) };
    delete draft.stringData;
  },
  prepareUpdate(draft, old) {
    // A type that is left out on update means the one it has.
    if (!draft.type && old.type) draft.type = old.type;
  },
  warnings: (each, old) => (old ? [] : secretWarnings(each)),
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  columns: [
    nameColumn,
    textColumn(
      "Type",
      "Used to facilitate programmatic handling of secret data. More info: " +
        "https://kubernetes.io/docs/concepts/configuration/secret/#secret-types",
      (each) => each.type ?? "",
    ),
    textColumn(
      "Data",
      "Data contains the secret data. Each key must consist of alphanumeric characters, '-', '_' or '.'. The serialized form of the secret " +
        "data is a base64 encoded string, representing the arbitrary (possibly non-string) data value here. Described in " +
        "https://tools.ietf.org/html/rfc4648#section-4",
      (each) => Object.keys(each.data ?? {}).length,
    ),
    ageColumn,
  ],
  selectableFields: [{ path: "type", read: (each) => each.type ?? "" }],
});
