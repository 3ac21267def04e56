import type { NodeSelectorTerm } from "../schema/generated/types.ts";

/** Labels of nodes that have newer names, with what is said of them. Models pkg/api/node GetNodeLabelDeprecatedMessage. */
export const OLD_LABELS: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
  "failure-domain.beta.kubernetes.io/region":
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  "failure-domain.beta.kubernetes.io/zone":
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  "beta.kubernetes.io/instance-type":
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  "node-role.kubernetes.io/master": 'use "node-role.kubernetes.io/control-plane" instead',
};

/** What a server warns of in a demand on nodes: labels that have newer names. */
export function termWarnings(path: string, term: NodeSelectorTerm): string[] {
  return (term.matchExpressions ?? []).flatMap(({ key }, i) => {
    const message = OLD_LABELS[key];
    return message === undefined
      ? []
      : [`${path}.matchExpressions[${i}].key: ${key} is ${message}`];
  });
}
