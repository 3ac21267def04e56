import { nameOf } from "#core/api/meta.ts";
import { defineFault } from "./define.ts";

/** The kubelet of a machine stops: its Lease is not renewed and nothing is started, restarted, probed or removed there, but what runs goes on running and serving. */
export const kubeletStop = defineFault({
  name: "kubelet-stop",
  targetKind: "Node",
  isLasting: true,
  set: ({ kubelets }, node, { on }) => kubelets.setKubelet(nameOf(node), !on),
});
