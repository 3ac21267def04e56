import { definePlugin, SUCCESS, unresolvable } from "../framework.ts";

export const REASON_NODE_NAME = "node(s) didn't match the requested node name";

/** Only the node that spec.nodeName asks for. Models plugins/nodename. */
export const nodeName = definePlugin({
  name: "NodeName",
  weight: 0,
  isLocal: true,
  filter: (pod, node) =>
    pod.spec.nodeName && pod.spec.nodeName !== node.name ? unresolvable(REASON_NODE_NAME) : SUCCESS,
  requeueOn: ["Node"],
});
