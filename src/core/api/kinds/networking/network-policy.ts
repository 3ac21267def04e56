import { defineKind } from "../../define.ts";
import { formatLabelSelector } from "../../label-selector.ts";
import type { NetworkPolicy } from "../../schema/generated/types.ts";
import { networkPolicyWarnings, validateNetworkPolicy } from "../../validation/network-policies.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

/** NetworkPolicy. Models pkg/registry/networking/networkpolicy. */
export const networkPolicy = defineKind<NetworkPolicy>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "NetworkPolicy",
  plural: "networkpolicies",
  shortNames: ["netpol"],
  schemaName: "io.k8s.api.networking.v1.NetworkPolicy",
  hasGeneration: true,
  setDefaults({ spec }) {
    if (!spec) return;
    const rules = [...(spec.ingress ?? []), ...(spec.egress ?? [])];
    for (const rule of rules) for (const port of rule.ports ?? []) port.protocol ??= "TCP";
    if (!spec.policyTypes?.length)
      spec.policyTypes = spec.egress?.length ? ["Ingress", "Egress"] : ["Ingress"];
  },
  validate: (policy) => validateNetworkPolicy(policy),
  // Upstream's strategy checks the new object twice, once as new and once as changed; causes show it.
  validateUpdate: (policy, old) => [
    ...validateNetworkPolicy(policy),
    ...validateNetworkPolicy(policy, old),
  ],
  warnings: networkPolicyWarnings,
  columns: [
    nameColumn,
    textColumn(
      "Pod-Selector",
      "Selects the pods to which this NetworkPolicy object applies.  The array of ingress rules is applied to any pods selected by this " +
        "field. Multiple network policies can select the same set of pods.  In this case, the ingress rules for each are combined " +
        "additively. This field is NOT optional and follows standard label selector semantics. An empty podSelector matches all pods in this " +
        "namespace.",
      ({ spec }) => formatLabelSelector(spec?.podSelector ?? {}),
    ),
    ageColumn,
  ],
});
