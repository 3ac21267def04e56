import { defineKind } from "../../define.ts";
import { required } from "../../field-error.ts";
import { controllerOf } from "../../meta.ts";
import { immutable, notNegative } from "../../validation/fields.ts";
import type { ControllerRevision, OwnerReference } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

/** ControllerRevision. Models pkg/registry/apps/controllerrevision and apps validation.ValidateControllerRevision. */
export const controllerRevision = defineKind<ControllerRevision>({
  group: "apps",
  version: "v1",
  kind: "ControllerRevision",
  plural: "controllerrevisions",
  metadataOnUpdate: ["changes", "whole"],
  schemaName: "io.k8s.api.apps.v1.ControllerRevision",
  validate: ({ data, revision }) => [
    ...((data as unknown) === undefined ? [required("data", "data is mandatory")] : []),
    ...notNegative("revision", revision),
  ],
  validateUpdate: ({ data, revision }, old) => [
    ...notNegative("revision", revision),
    ...immutable("data", data ?? null, old.data ?? null),
  ],
  columns: [
    nameColumn,
    textColumn("Controller", "Controller of the object", (each) => {
      const owner = controllerOf(each);
      return owner ? ownerText(owner) : "<none>";
    }),
    textColumn(
      "Revision",
      "Revision indicates the revision of the state represented by Data.",
      (each) => each.revision,
    ),
    ageColumn,
  ],
});

/** `statefulset.apps/web`. Models printers.formatResourceName. */
function ownerText({ apiVersion, kind, name }: OwnerReference): string {
  const slash = apiVersion.indexOf("/");
  const group = slash < 0 ? "" : `.${apiVersion.slice(0, slash)}`;
  return `${kind.toLowerCase()}${group}/${name}`;
}
