import { keyOf, uidOf } from "#core/api/meta.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { defineCheck, firstViolation } from "./define.ts";

/** Every bound pod has a cell in the picture of its node, and no two have the same. */
export const slotsAreUnique = defineCheck({
  name: "slots-are-unique",
  when: "always",
  violation: ({ store, view }) => {
    const taken = new Map<string, string>();
    return firstViolation(store.list("Pod", "") as readonly Pod[], (pod) => {
      const { nodeName = "" } = pod.spec;
      if (nodeName === "") return undefined;
      const slot = view.state.slotOfPod.get(uidOf(pod));
      if (slot === undefined) return `pod ${keyOf(pod)} has no cell`;
      const cell = `${nodeName}/${slot}`;
      const other = taken.get(cell);
      taken.set(cell, keyOf(pod));
      return other === undefined
        ? undefined
        : `cell ${cell} holds the pods ${other} and ${keyOf(pod)}`;
    });
  },
});
