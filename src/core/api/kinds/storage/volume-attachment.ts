import { defineKind } from "../../define.ts";
import {
  validateVolumeAttachment,
  validateVolumeAttachmentUpdate,
} from "../../validation/volume-attachments.ts";
import type { VolumeAttachment } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

/** VolumeAttachment. Models pkg/registry/storage/volumeattachment. */
export const volumeAttachment = defineKind<VolumeAttachment>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "VolumeAttachment",
  plural: "volumeattachments",
  namespaced: false,
  returnsDeletedObject: true,
  metadataOnUpdate: ["whole"],
  schemaName: "io.k8s.api.storage.v1.VolumeAttachment",
  allowsUnconditionalUpdate: false,
  subresources: {
    status: {
      validateUpdate: validateVolumeAttachmentUpdate,
    },
  },
  newStatus: () => ({ attached: false }),
  validate: validateVolumeAttachment,
  validateUpdate: validateVolumeAttachmentUpdate,
  columns: [
    nameColumn,
    {
      ...textColumn<VolumeAttachment>(
        "Attacher",
        "attacher indicates the name of the volume driver that MUST handle this request. This is the name returned by GetPluginName().",
        (each) => each.spec.attacher,
      ),
      format: "name",
    },
    textColumn(
      "PV",
      "persistentVolumeName represents the name of the persistent volume to attach.",
      (each) => each.spec.source.persistentVolumeName ?? "",
    ),
    textColumn(
      "Node",
      "nodeName represents the node that the volume should be attached to.",
      (each) => each.spec.nodeName,
    ),
    {
      ...textColumn<VolumeAttachment>(
        "Attached",
        "attached indicates the volume is successfully attached. This field must only be set by the entity completing the attach operation, " +
          "i.e. the external-attacher.",
        (each) => each.status.attached,
      ),
      type: "boolean",
    },
    ageColumn,
  ],
});
