import { defineKind } from "../../define.ts";
import type { ComponentStatus } from "../../schema/generated/types.ts";
import { nameColumn, textColumn } from "../columns.ts";

/** ComponentStatus: what the API server finds when it looks after its neighbours. Models pkg/registry/core/componentstatus. */
export const componentStatus = defineKind<ComponentStatus>({
  group: "",
  version: "v1",
  kind: "ComponentStatus",
  plural: "componentstatuses",
  shortNames: ["cs"],
  namespaced: false,
  schemaName: "io.k8s.api.core.v1.ComponentStatus",
  deprecation: "v1 ComponentStatus is deprecated in v1.19+",
  verbs: ["get", "list"],
  columns: [
    nameColumn,
    textColumn("Status", "Status of the component conditions", (each) =>
      healthText(healthyOf(each)?.status),
    ),
    textColumn(
      "Message",
      "Message of the component conditions",
      (each) => healthyOf(each)?.message ?? "",
    ),
    textColumn(
      "Error",
      "Error of the component conditions",
      (each) => healthyOf(each)?.error ?? "",
    ),
  ],
});

function healthyOf({ conditions = [] }: ComponentStatus) {
  return conditions.find(({ type }) => type === "Healthy");
}

function healthText(status: string | undefined): string {
  if (status === undefined) return "Unknown";
  return status === "True" ? "Healthy" : "Unhealthy";
}
