import { MADE, type Cases } from "./cases.ts";

const deleted = { metadata: { deletionTimestamp: MADE } };

/** Rows of what holds data. Models the cases of pkg/printers/internalversion/printers_test.go. */
export const STORAGE_ROWS: Cases = {
  PersistentVolume: [
    [
      {
        spec: {
          capacity: { storage: "4Gi" },
          accessModes: ["ReadWriteMany", "ReadOnlyMany"],
          persistentVolumeReclaimPolicy: "Retain",
        },
        status: { phase: "Bound" },
      },
      ["4Gi", "ROX,RWX", "Retain", "Bound", "", "", "<unset>", "", "|", "<unset>"],
    ],
    [
      {
        ...deleted,
        spec: {
          accessModes: ["ReadWriteOnce"],
          storageClassName: "s",
          claimRef: { namespace: "ns", name: "c" },
          volumeMode: "Block",
          volumeAttributesClassName: "gold",
        },
        status: { phase: "Released", reason: "Why" },
      },
      ["0", "RWO", "", "Terminating", "ns/c", "s", "gold", "Why", "|", "Block"],
    ],
  ],
  PersistentVolumeClaim: [
    [
      { spec: {}, status: { phase: "Pending" } },
      ["Pending", "", "", "", "", "<unset>", "|", "<unset>"],
    ],
    [
      {
        metadata: { annotations: { "volume.beta.kubernetes.io/storage-class": "old" } },
        spec: {
          volumeName: "pv",
          storageClassName: "new",
          volumeMode: "Filesystem",
          volumeAttributesClassName: "gold",
        },
        status: { phase: "Bound", capacity: { storage: "4Gi" }, accessModes: ["ReadWriteOncePod"] },
      },
      ["Bound", "pv", "4Gi", "RWOP", "old", "gold", "|", "Filesystem"],
    ],
  ],
  StorageClass: [
    [
      { provisioner: "kubernetes.io/glusterfs" },
      ["kubernetes.io/glusterfs", "Delete", "Immediate", false],
    ],
    [
      {
        metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
        provisioner: "p",
        reclaimPolicy: "Retain",
        volumeBindingMode: "WaitForFirstConsumer",
        allowVolumeExpansion: true,
      },
      ["x (default)", "p", "Retain", "WaitForFirstConsumer", true],
    ],
  ],
  VolumeAttributesClass: [
    [{ driverName: "d" }, ["d"]],
    [
      {
        metadata: {
          annotations: { "volumeattributesclass.alpha.kubernetes.io/is-default-class": "true" },
        },
        driverName: "d",
      },
      ["x (default)", "d"],
    ],
  ],
  VolumeAttachment: [
    [
      {
        spec: { attacher: "a", nodeName: "n", source: { persistentVolumeName: "pv" } },
        status: { attached: true },
      },
      ["a", "pv", "n", true],
    ],
  ],
  CSINode: [[{ spec: { drivers: [{ name: "a" }] } }, [1]]],
  CSIDriver: [
    [{ spec: {} }, [true, false, false, "<unset>", false, "<none>"]],
    [
      {
        spec: {
          attachRequired: false,
          podInfoOnMount: true,
          storageCapacity: true,
          tokenRequests: [{ audience: "a" }, { audience: "b" }],
          requiresRepublish: true,
          volumeLifecycleModes: ["Persistent", "Ephemeral"],
        },
      },
      [false, true, true, "a,b", true, "Persistent,Ephemeral"],
    ],
  ],
  CSIStorageCapacity: [
    [{ storageClassName: "s" }, ["s", "<unset>"]],
    [{ storageClassName: "s", capacity: "1Gi" }, ["s", "1Gi"]],
  ],
  ConfigMap: [[{ data: { a: "1" }, binaryData: { b: "Mg==" } }, [2]]],
  Secret: [[{ type: "Opaque", data: { a: "MQ==" } }, ["Opaque", 1]]],
};
