import { defineKind } from "../../define.ts";
import type { ValidatingWebhookConfiguration } from "../../schema/generated/types.ts";
import { validateWebhooks } from "../../validation/webhooks.ts";
import { ageColumn, integerColumn, nameColumn } from "../columns.ts";
import { defaultWebhook } from "./webhook-defaults.ts";

/** ValidatingWebhookConfiguration: stored, never called. Models pkg/registry/admissionregistration/validatingwebhookconfiguration. */
export const validatingWebhookConfiguration = defineKind<ValidatingWebhookConfiguration>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "ValidatingWebhookConfiguration",
  plural: "validatingwebhookconfigurations",
  finalizerNames: "any",
  namespaced: false,
  metadataOnUpdate: ["whole"],
  schemaName: "io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration",
  hasGeneration: true,
  allowsUnconditionalUpdate: false,
  setDefaults({ webhooks }) {
    for (const hook of webhooks ?? []) defaultWebhook(hook);
  },
  validate: ({ webhooks }) => validateWebhooks(webhooks ?? [], { isMutating: false }),
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
