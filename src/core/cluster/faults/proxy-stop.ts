import { nameOf } from "#core/api/meta.ts";
import { defineFault } from "./define.ts";

/** kube-proxy of a machine stops: its rules stay as they are, so that customers who come in there are sent to pods that have gone. */
export const proxyStop = defineFault({
  name: "proxy-stop",
  targetKind: "Node",
  isLasting: true,
  set: ({ network }, node, { on }) => network.setProxy(nameOf(node), !on),
});
