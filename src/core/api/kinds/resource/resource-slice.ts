import { defineKind } from "../../define.ts";
import type { ResourceSlice } from "../../schema/generated/types.ts";
import {
  validateResourceSlice,
  validateResourceSliceUpdate,
} from "../../validation/resource-slices.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";
import { forgetInSlice } from "./gated-fields.ts";

/** ResourceSlice: the devices of a node, as a driver tells them; stored. Models pkg/registry/resource/resourceslice. */
export const resourceSlice = defineKind<ResourceSlice>({
  group: "resource.k8s.io",
  version: "v1",
  kind: "ResourceSlice",
  plural: "resourceslices",
  namespaced: false,
  schemaName: "io.k8s.api.resource.v1.ResourceSlice",
  hasGeneration: true,
  prepareCreate: forgetInSlice,
  prepareUpdate: forgetInSlice,
  validate: validateResourceSlice,
  validateUpdate: validateResourceSliceUpdate,
  columns: [
    nameColumn,
    textColumn(
      "Node",
      "NodeName identifies the node which provides the resources in this pool. A field selector can be used to list only ResourceSlice " +
        "objects belonging to a certain node.\n\nThis field can be used to limit access from nodes to ResourceSlices with the same node " +
        "name. It also indicates to autoscalers that adding new nodes of the same type as some old node might also make new resources " +
        "available.\n\nExactly one of NodeName, NodeSelector, AllNodes, and PerDeviceNodeSelection must be set. This field is immutable.",
      ({ spec }) => spec.nodeName ?? "",
    ),
    textColumn(
      "Driver",
      "Driver identifies the DRA driver providing the capacity information. A field selector can be used to list only ResourceSlice objects " +
        "with a certain driver name.\n\nMust be a DNS subdomain and should end with a DNS domain owned by the vendor of the driver. It " +
        "should use only lower case characters. This field is immutable.",
      ({ spec }) => spec.driver,
    ),
    textColumn(
      "Pool",
      "Name is used to identify the pool. For node-local devices, this is often the node name, but this is not required.\n\nIt must not be " +
        "longer than 253 characters and must consist of one or more DNS sub-domains separated by slashes. This field is immutable.",
      ({ spec }) => spec.pool.name,
    ),
    ageColumn,
  ],
  selectableFields: [
    { path: "spec.nodeName", read: ({ spec }) => spec.nodeName ?? "" },
    { path: "spec.driver", read: ({ spec }) => spec.driver },
  ],
});
