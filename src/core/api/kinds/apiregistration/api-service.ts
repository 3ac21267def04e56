import { defineKind } from "../../define.ts";
import type { APIService } from "../../schema/generated/types.ts";
import { validateApiService } from "../../validation/api-services.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

const HTTPS_PORT = 443;

/** APIService: stored; no other server answers in this cluster. Models kube-aggregator pkg/registry/apiservice. */
export const apiService = defineKind<APIService>({
  group: "apiregistration.k8s.io",
  version: "v1",
  kind: "APIService",
  plural: "apiservices",
  finalizerNames: "any",
  categories: ["api-extensions"],
  namespaced: false,
  schemaName: "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService",
  nameFormat: "path-segment",
  allowsUnconditionalUpdate: false,
  subresources: {
    status: {},
  },
  setDefaults({ spec }) {
    if (spec?.service) spec.service.port ??= HTTPS_PORT;
  },
  newStatus: () => ({}),
  validate: validateApiService,
  columns: [
    nameColumn,
    textColumn(
      "Service",
      "The reference to the service that hosts this API endpoint.",
      ({ spec }) =>
        spec?.service ? `${spec.service.namespace ?? ""}/${spec.service.name ?? ""}` : "Local",
    ),
    textColumn("Available", "Whether this service is available.", ({ status }) => {
      const found = (status?.conditions ?? []).find(({ type }) => type === "Available");
      if (!found) return "Unknown";
      return found.status === "True" ? "True" : `${found.status} (${found.reason ?? ""})`;
    }),
    ageColumn,
  ],
});
