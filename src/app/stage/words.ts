import type { TextKey, TextValues } from "#app/i18n/text.ts";
import type { Selection, YardState } from "#app/state/yard-state.ts";

type Text = (key: TextKey, values?: TextValues) => string;

/** One sentence about something on the stage: for the tooltip, and for a person who cannot see it. */
export function describe(selection: Selection, state: YardState, text: Text): string {
  switch (selection.kind) {
    case "Pod":
      return describePod(selection, state, text);
    case "Node":
      return describeNode(selection, state, text);
    case "Service": {
      const service = state.services.get(selection.id);
      if (!service) return selection.name;
      return text("stage.tip.service", {
        name: service.name,
        ip: service.clusterIp,
        ready: service.endpoints.length,
        matched: service.matched,
      });
    }
    case "Etcd": {
      const member = state.etcd.get(selection.name);
      if (!member) return selection.name;
      const role = text(
        member.role === "leader"
          ? "stage.leader"
          : member.role === "down"
            ? "stage.down"
            : "stage.follower",
      );
      return text("stage.tip.etcd", { name: member.name, role, revision: member.revision });
    }
    default:
      return selection.name;
  }
}

function describePod(selection: Selection, state: YardState, text: Text): string {
  const pod = state.pods.get(selection.id);
  if (!pod) return selection.name;
  const word = text(`stage.state.${pod.state}`);
  const status = pod.status !== "" && pod.status !== word ? `${word} (${pod.status})` : word;
  if (pod.node === "") return text("stage.tip.unplaced", { name: pod.name, status });
  return text("stage.tip.pod", {
    name: pod.name,
    node: pod.node,
    status,
    ready: pod.readyText,
    restarts: pod.restarts,
  });
}

function describeNode(selection: Selection, state: YardState, text: Text): string {
  const node = state.nodes.get(selection.id);
  if (!node) return selection.name;
  const percent = (asked: number, all: number) => (all > 0 ? Math.round((asked / all) * 100) : 0);
  return text("stage.tip.node", {
    name: node.name,
    status: text(`stage.node.${node.powered ? node.state : "off"}`),
    cpu: percent(node.cpuRequestedMilli, node.cpuAllocatableMilli),
    memory: percent(node.memoryRequestedBytes, node.memoryAllocatableBytes),
  });
}
