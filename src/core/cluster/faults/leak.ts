import { uidOf } from "#core/api/meta.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { defineFault } from "./define.ts";

/** The first container of the pod takes more and more memory, until its limit or the machine's end kills it; the next run is sound. */
export const leak = defineFault({
  name: "leak",
  targetKind: "Pod",
  isLasting: false,
  set({ kubelets }, pod, { on }) {
    const [first] = (pod as Pod).spec.containers;
    if (on && first) kubelets.leakMemory(uidOf(pod), first.name);
  },
});
