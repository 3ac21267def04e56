import { defineKind } from "../../define.ts";
import type { DeviceClass } from "../../schema/generated/types.ts";
import { validateDeviceClass } from "../../validation/device-classes.ts";
import { ageColumn, nameColumn } from "../columns.ts";
import { forgetInClass } from "./gated-fields.ts";

/** DeviceClass: stored. Models pkg/registry/resource/deviceclass. */
export const deviceClass = defineKind<DeviceClass>({
  group: "resource.k8s.io",
  version: "v1",
  kind: "DeviceClass",
  plural: "deviceclasses",
  namespaced: false,
  schemaName: "io.k8s.api.resource.v1.DeviceClass",
  hasGeneration: true,
  prepareCreate: forgetInClass,
  prepareUpdate: forgetInClass,
  validate: validateDeviceClass,
  columns: [nameColumn, ageColumn],
});
