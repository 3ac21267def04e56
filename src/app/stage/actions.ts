import { NODE_PARTS } from "#app/actions/faults.ts";
import type { Yard } from "#app/state/hooks.ts";
import type { Selection, YardState } from "#app/state/yard-state.ts";
import type { TextKey } from "#app/i18n/text.ts";

/** One thing that can be done to what is selected. */
export interface StageAction {
  readonly id: string;
  readonly label: TextKey;
  readonly isDanger?: boolean;
  run(yard: Yard): void;
}

/** What can be done to a pod, node or Deployment, in the order of a menu. */
export function actionsFor(selection: Selection, state: YardState): StageAction[] {
  const { kind, name, namespace } = selection;
  const kubectl = (line: string) => (yard: Yard) => void yard.runKubectl(line, { echo: true });
  if (kind === "Pod") {
    return [
      { id: "kill", label: "stage.menu.kill", isDanger: true, run: kubectl(killLine(selection)) },
      {
        id: "crash",
        label: "stage.menu.crash",
        isDanger: true,
        run: (yard) => fault(yard, "crash", { target: `${namespace}/${name}`, on: true }),
      },
      {
        id: "leak",
        label: "stage.menu.leak",
        isDanger: true,
        run: (yard) => fault(yard, "leak", { target: `${namespace}/${name}`, on: true }),
      },
    ];
  }
  if (kind === "Node") return nodeActions(selection, state, kubectl);
  if (kind === "Deployment") {
    const desired = state.deployments.get(selection.id)?.desired ?? 0;
    const scale = (replicas: number) =>
      kubectl(`scale deployment ${name} -n ${namespace} --replicas=${replicas}`);
    return [
      { id: "more", label: "stage.menu.more", run: scale(desired + 1) },
      ...(desired > 0
        ? [{ id: "fewer", label: "stage.menu.fewer", run: scale(desired - 1) } as const]
        : []),
      {
        id: "restart",
        label: "stage.menu.restart",
        run: kubectl(`rollout restart deployment ${name} -n ${namespace}`),
      },
    ];
  }
  return [];
}

/** The line that kills a pod and does not wait for its end. */
export function killLine({ name, namespace }: Selection): string {
  return `delete pod ${name} -n ${namespace} --wait=false`;
}

function nodeActions(
  { name, id }: Selection,
  state: YardState,
  kubectl: (line: string) => StageAction["run"],
): StageAction[] {
  const node = state.nodes.get(id);
  const isCordoned = node?.status.includes("SchedulingDisabled") ?? false;
  const isOff = node?.powered === false;
  const cordon: StageAction = isCordoned
    ? { id: "uncordon", label: "stage.menu.uncordon", run: kubectl(`uncordon ${name}`) }
    : { id: "cordon", label: "stage.menu.cordon", run: kubectl(`cordon ${name}`) };
  const drain: StageAction = {
    id: "drain",
    label: "stage.menu.drain",
    run: kubectl(`drain ${name} --ignore-daemonsets --delete-emptydir-data --force`),
  };
  const power: StageAction = {
    id: "power",
    label: isOff ? "stage.menu.power-on" : "stage.menu.power-off",
    isDanger: !isOff,
    run: (yard) => fault(yard, "node-power", { target: name, on: !isOff }),
  };
  const parts = NODE_PARTS.map(({ id: part, fault: stop }): StageAction => {
    const isStopped = state.faults.includes(`${stop} ${name}`);
    return {
      id: stop,
      label: `stage.menu.${part}-${isStopped ? "on" : "off"}`,
      isDanger: !isStopped,
      run: (yard) => fault(yard, stop, { target: name, on: !isStopped }),
    };
  });
  if (node?.role === "control-plane") return [power];
  return [cordon, drain, ...(isOff ? [] : parts), power];
}

/** A refused fault shows in the terminal and the faults panel; here nothing more can be said. */
function fault(yard: Yard, name: string, { target, on }: { target: string; on: boolean }): void {
  yard
    .send({ type: "fault", name, target, on })
    .catch((error: unknown) =>
      yard.setPage({ caption: error instanceof Error ? error.message : String(error) }),
    );
}
