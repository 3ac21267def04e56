import { intOrStringText } from "#core/api/int-or-string.ts";
import { formatLabelSelector } from "#core/api/label-selector.ts";
import { parseTime, formatTime } from "#core/base/time.ts";
import { defineDescriber } from "./describer.ts";
import { DescribeText } from "./text.ts";
import { writeName } from "./workload.ts";
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from "./unlisted-kinds.ts";

/** Models describe.NetworkPolicyDescriber. */
export const networkPolicyDescriber = defineDescriber<NetworkPolicy>({
  group: "networking.k8s.io",
  kind: "NetworkPolicy",
  *describe(policy) {
    const { metadata, spec } = policy;
    const text = new DescribeText();
    writeName(text, policy);
    text.line(0, `Created on:\t${goTime(metadata.creationTimestamp)}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    text.line(0, "Spec:");
    const selector = formatLabelSelector(spec?.podSelector);
    const everyPod = "<none> (Allowing the specific traffic to all pods in this namespace)";
    text.line(
      1,
      `PodSelector:     ${selector === "<none>" || selector === "" ? everyPod : selector}`,
    );
    const types = spec?.policyTypes ?? ["Ingress"];
    if (types.includes("Ingress")) {
      const rules = (spec?.ingress ?? []).map(({ ports, from }) => ({ ports, peers: from }));
      writeRules(text, "ingress", "From", rules);
    } else text.line(1, "Not affecting ingress traffic");
    if (types.includes("Egress")) {
      const rules = (spec?.egress ?? []).map(({ ports, to }) => ({ ports, peers: to }));
      writeRules(text, "egress", "To", rules);
    } else text.line(1, "Not affecting egress traffic");
    text.line(1, `Policy Types: ${types.join(", ")}`);
    return text.aligned();
  },
});

interface Rule {
  readonly ports: readonly NetworkPolicyPort[] | undefined;
  readonly peers: readonly NetworkPolicyPeer[] | undefined;
}

function writeRules(
  text: DescribeText,
  direction: "ingress" | "egress",
  word: "From" | "To",
  rules: readonly Rule[],
): void {
  text.line(1, `Allowing ${direction} traffic:`);
  if (rules.length === 0)
    text.line(2, `<none> (Selected pods are isolated for ${direction} connectivity)`);
  rules.forEach(({ ports = [], peers = [] }, i) => {
    if (ports.length === 0) text.line(2, "To Port: <any> (traffic allowed to all ports)");
    for (const { port, endPort, protocol = "TCP" } of ports) {
      const from = port === undefined ? "<any>" : intOrStringText(port);
      text.line(
        2,
        endPort === undefined
          ? `To Port: ${from}/${protocol}`
          : `To Port Range: ${from}-${endPort}/${protocol}`,
      );
    }
    const end = direction === "ingress" ? "source" : "destination";
    if (peers.length === 0) text.line(2, `${word}: <any> (traffic not restricted by ${end})`);
    for (const peer of peers) writePeer(text, word, peer);
    if (i < rules.length - 1) text.line(2, "----------");
  });
}

function writePeer(
  text: DescribeText,
  word: string,
  { namespaceSelector, podSelector, ipBlock }: NetworkPolicyPeer,
): void {
  text.line(2, `${word}:`);
  if (namespaceSelector)
    text.line(3, `NamespaceSelector: ${formatLabelSelector(namespaceSelector)}`);
  if (podSelector) text.line(3, `PodSelector: ${formatLabelSelector(podSelector)}`);
  if (!ipBlock || namespaceSelector || podSelector) return;
  text.line(3, "IPBlock:");
  text.line(4, `CIDR: ${ipBlock.cidr}`);
  text.line(4, `Except: ${(ipBlock.except ?? []).join(", ")}`);
}

/** `2026-01-02 03:04:05 +0000 UTC`. Models time.Time.String in UTC. */
function goTime(time: string | undefined): string {
  const epochMs = parseTime(time ?? "");
  if (epochMs === undefined) return "0001-01-01 00:00:00 +0000 UTC";
  return `${formatTime(epochMs).replace("T", " ").replace("Z", "")} +0000 UTC`;
}
