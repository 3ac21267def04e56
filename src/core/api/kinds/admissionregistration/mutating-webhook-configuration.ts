import { defineKind } from "../../define.ts";
import type { MutatingWebhookConfiguration } from "../../schema/generated/types.ts";
import { validateWebhooks } from "../../validation/webhooks.ts";
import { ageColumn, integerColumn, nameColumn } from "../columns.ts";
import { defaultWebhook } from "./webhook-defaults.ts";

/** MutatingWebhookConfiguration: stored, never called. Models pkg/registry/admissionregistration/mutatingwebhookconfiguration. */
export const mutatingWebhookConfiguration = defineKind<MutatingWebhookConfiguration>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "MutatingWebhookConfiguration",
  plural: "mutatingwebhookconfigurations",
  finalizerNames: "any",
  namespaced: false,
  metadataOnUpdate: ["whole"],
  schemaName: "io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration",
  hasGeneration: true,
  allowsUnconditionalUpdate: false,
  setDefaults({ webhooks }) {
    for (const hook of webhooks ?? []) {
      defaultWebhook(hook);
      hook.reinvocationPolicy ??= "Never";
    }
  },
  validate: ({ webhooks }) => validateWebhooks(webhooks ?? [], { isMutating: true }),
  columns: [
    nameColumn,
    integerColumn(
      "Webhooks",
      "Webhooks indicates the number of webhooks registered in this configuration",
      ({ webhooks }) => webhooks?.length ?? 0,
    ),
    ageColumn,
  ],
});
