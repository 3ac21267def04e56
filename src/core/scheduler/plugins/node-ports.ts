import type { ContainerPort, Pod } from "#core/api/schema/generated/types.ts";
import { definePlugin, SKIP, SUCCESS, unschedulable } from "../framework.ts";

export const REASON_PORTS = "node(s) didn't have free ports for the requested pod ports";

/** Host ports of containers and sidecars; a port may be taken once per protocol and address. Models plugins/nodeports. */
export const nodePorts = definePlugin({
  name: "NodePorts",
  weight: 0,
  isLocal: true,
  preFilter: (pod) => {
    const state = hostPorts(pod);
    return { status: state.length === 0 ? SKIP : SUCCESS, state };
  },
  filter: (pod, node, state = hostPorts(pod)) => {
    for (const { pod: other } of node.pods.values()) {
      const taken = hostPorts(other);
      if (state.some((port) => taken.some((each) => isConflict(port, each))))
        return unschedulable(REASON_PORTS);
    }
    return SUCCESS;
  },
  requeueOn: ["Node", "AssignedPod"],
});

function hostPorts(pod: Pod): ContainerPort[] {
  const sidecars = (pod.spec?.initContainers ?? []).filter(
    ({ restartPolicy }) => restartPolicy === "Always",
  );
  return [...sidecars, ...(pod.spec?.containers ?? [])].flatMap(({ ports }) =>
    (ports ?? []).filter(({ hostPort }) => (hostPort ?? 0) > 0),
  );
}

function isConflict(a: ContainerPort, b: ContainerPort): boolean {
  if (a.hostPort !== b.hostPort || (a.protocol ?? "TCP") !== (b.protocol ?? "TCP")) return false;
  const [left, right] = [a.hostIP || "0.0.0.0", b.hostIP || "0.0.0.0"];
  return left === right || left === "0.0.0.0" || right === "0.0.0.0";
}
