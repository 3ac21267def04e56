import { uidOf } from "#core/api/meta.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { defineFault } from "./define.ts";

/** Every container of the pod ends at once with exit code 1. */
export const crash = defineFault({
  name: "crash",
  targetKind: "Pod",
  isLasting: false,
  set({ kubelets }, pod, { on }) {
    if (!on) return;
    for (const { name } of (pod as Pod).spec.containers)
      kubelets.crashContainer(uidOf(pod), name, 1);
  },
});
