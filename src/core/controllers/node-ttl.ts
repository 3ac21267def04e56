import { node as nodeKind } from "#core/api/kinds/core/node.ts";
import { isBeingDeleted } from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type { Node } from "#core/api/schema/generated/types.ts";
import { defineController } from "#core/client/controller.ts";

const TTL_ANNOTATION = "node.alpha.kubernetes.io/ttl";
/** How long kubelets may keep Secrets and ConfigMaps, by the size of the cluster; the sizes overlap, so that a cluster that breathes does not change its mind. */
const STEPS = [
  { least: 0, most: 100, seconds: 0 },
  { least: 90, most: 500, seconds: 15 },
  { least: 450, most: 1_000, seconds: 30 },
  { least: 900, most: 2_000, seconds: 60 },
  { least: 1_800, most: 10_000, seconds: 300 },
] as const;

/** Writes on every node how long its kubelet may keep what it has read. Models pkg/controller/ttl. */
export const nodeTtlController = defineController({
  name: "ttl-controller",
  kind: "Node",
  watches: [],
  reconcile(key, context) {
    const nodes = context.lister<Node>("Node");
    const node = nodes.get(key);
    if (!node || isBeingDeleted(node)) return undefined;
    const { annotations } = node.metadata;
    const seconds = ttlSeconds(nodes.list().length, annotations?.[TTL_ANNOTATION]);
    if (annotations?.[TTL_ANNOTATION] === String(seconds)) return undefined;
    const metadata = {
      ...node.metadata,
      annotations: { ...annotations, [TTL_ANNOTATION]: String(seconds) },
    };
    try {
      context.client.update(nodeKind, { ...node, metadata });
    } catch (error) {
      if (!isStatusReason(error, "NotFound")) throw error;
    }
    return undefined;
  },
});

/** What a node of a cluster of this size is told; what it was told stays while it is not wrong. */
export function ttlSeconds(size: number, told: string | undefined): number {
  const fitting = STEPS.filter(({ least, most }) => size >= least && size <= most);
  const kept = fitting.find(({ seconds }) => String(seconds) === told);
  return (kept ?? fitting[0] ?? STEPS[STEPS.length - 1])?.seconds ?? 0;
}
