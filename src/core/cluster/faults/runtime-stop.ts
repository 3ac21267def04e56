import { nameOf } from "#core/api/meta.ts";
import { defineFault } from "./define.ts";

/** The container runtime of a machine stops: the kubelet goes on beating, says after 30 s that it is not ready, and can start and stop nothing; what runs goes on. */
export const runtimeStop = defineFault({
  name: "runtime-stop",
  targetKind: "Node",
  isLasting: true,
  set: ({ kubelets }, node, { on }) => kubelets.setRuntime(nameOf(node), !on),
});
