import { nameOf } from "#core/api/meta.ts";
import { quantityBytes, quantityMilli } from "#core/api/quantity.ts";
import type { Node, Pod } from "#core/api/schema/generated/types.ts";
import { defineCheck, firstViolation } from "./define.ts";

const RESOURCES = { cpu: quantityMilli, memory: quantityBytes } as const;

/** What the pods of a node ask for together is never more than the node has to give. */
export const nodeNotOvercommitted = defineCheck({
  name: "node-not-overcommitted",
  when: "always",
  violation: ({ store }) =>
    firstViolation(store.list("Node", "") as readonly Node[], (node) => {
      const pods = (store.podsOnNode(nameOf(node)) as readonly Pod[]).filter(isActive);
      const room = Number(node.status.allocatable?.["pods"] ?? "110");
      if (pods.length > room) return `node ${nameOf(node)} holds ${pods.length} pods`;
      return firstViolation(Object.entries(RESOURCES), ([resource, amountOf]) => {
        const asked = pods.reduce((sum, pod) => sum + requestOf(pod, resource, amountOf), 0);
        const given = amountOf(node.status.allocatable?.[resource]);
        return asked > given
          ? `node ${nameOf(node)} promised ${asked} of ${given} ${resource}`
          : undefined;
      });
    }),
});

function isActive({ status }: Pod): boolean {
  return status.phase !== "Succeeded" && status.phase !== "Failed";
}

function requestOf(
  { spec }: Pod,
  resource: string,
  amountOf: (text: string | undefined) => number,
): number {
  return spec.containers.reduce(
    (sum, { resources }) => sum + amountOf(resources?.requests?.[resource]),
    0,
  );
}
