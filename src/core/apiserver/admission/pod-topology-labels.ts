import type { Draft } from "#core/api/define.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { defineAdmission } from "../admission.ts";

const LABELS = ["topology.kubernetes.io/zone", "topology.kubernetes.io/region"] as const;

/** What admission sees of a Binding, or of a pod born on a node. */
interface Placed {
  target?: { kind?: string; name?: string };
  spec?: { nodeName?: string };
}

/** A pod that is put on a node carries the node's zone and region as labels. Models plugin PodTopologyLabels. */
export const podTopologyLabels = defineAdmission({
  name: "PodTopologyLabels",
  kinds: ["Pod"],
  admit({ kind, operation, subresource, draft }, lookup) {
    if (
      kind.storedAs !== "Pod" ||
      operation !== "create" ||
      !draft ||
      (subresource !== "" && subresource !== "binding")
    )
      return;
    const name = nodeNameOf(draft);
    const node = name === "" ? undefined : lookup.get("Node", { namespace: "", name });
    const found = LABELS.flatMap((label) => {
      const value = node?.metadata.labels?.[label];
      return value === undefined ? [] : [[label, value] as const];
    });
    if (found.length > 0)
      draft.metadata.labels = { ...draft.metadata.labels, ...Object.fromEntries(found) };
  },
});

function nodeNameOf(draft: Draft<KubeObject>): string {
  const { target, spec } = draft as unknown as Placed;
  if (target) return target.kind === "Node" || !target.kind ? (target.name ?? "") : "";
  return spec?.nodeName ?? "";
}
