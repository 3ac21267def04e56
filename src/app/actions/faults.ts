import type { PodView } from "#core/view/rows.ts";
import { customerServices } from "#app/state/selectors.ts";
import type { World } from "#app/state/create-yard.ts";
import type { YardState } from "#app/state/yard-state.ts";
import { ownPods } from "./cluster.ts";

/** Switches a machine off or on: the API learns of it only by silence. */
export async function setNodePower(world: World, node: string, powered: boolean): Promise<void> {
  world.terminal.write({
    kind: "note",
    text: `# ${node}: power ${powered ? "on" : "off"} (a machine's plug, no kubectl line)`,
  });
  await send(world, { type: "fault", name: "node-power", target: node, on: !powered });
}

/** The three workers inside a machine, and the fault that stops each. */
export const NODE_PARTS = [
  { id: "kubelet", fault: "kubelet-stop" },
  { id: "runtime", fault: "runtime-stop" },
  { id: "proxy", fault: "proxy-stop" },
] as const;

/** One of them. */
export type NodePart = (typeof NODE_PARTS)[number];

/** Stops one worker inside a machine, or starts it again; what runs on the machine goes on. */
export async function setNodePart(
  world: World,
  { fault }: NodePart,
  { node, isRunning }: { readonly node: string; readonly isRunning: boolean },
): Promise<void> {
  const unit = UNITS[fault];
  world.terminal.write({
    kind: "note",
    text: `# ${node}: systemctl ${isRunning ? "start" : "stop"} ${unit} (on the machine itself, no kubectl line)`,
  });
  await send(world, { type: "fault", name: fault, target: node, on: !isRunning });
}

const UNITS: Readonly<Record<NodePart["fault"], string>> = {
  "kubelet-stop": "kubelet",
  "runtime-stop": "containerd",
  "proxy-stop": "kube-proxy",
};

/** Makes the first container of a pod take more and more memory. */
export async function leakPod(world: World, pod: PodView): Promise<void> {
  world.terminal.write({
    kind: "note",
    text: `# ${pod.name}: its process begins to leak memory, 8 MiB a second`,
  });
  await send(world, {
    type: "fault",
    name: "leak",
    target: `${pod.namespace}/${pod.name}`,
    on: true,
  });
}

/** Makes the main process of a pod end with an error, as a crash would. */
export async function crashPod(world: World, pod: PodView): Promise<void> {
  world.terminal.write({
    kind: "note",
    text: `# ${pod.name}: its main process is killed (like: kubectl exec ${pod.name} -- kill 1)`,
  });
  await send(world, {
    type: "fault",
    name: "crash",
    target: `${pod.namespace}/${pod.name}`,
    on: true,
  });
}

/** How many customers a second a Service gets. */
export async function setLoad(
  world: World,
  service: { readonly namespace: string; readonly name: string },
  ratePerSecond: number,
): Promise<void> {
  await send(world, {
    type: "load",
    namespace: service.namespace,
    service: service.name,
    ratePerSecond,
  });
}

/** Multiplies the customers of the busiest Service. */
export async function multiplyLoad(world: World, factor: number): Promise<void> {
  const [busiest] = [...customerServices(world.store.getState())].sort((a, b) => b.rate - a.rate);
  if (busiest) await setLoad(world, busiest, Math.max(1, busiest.rate) * factor);
}

/** Some pod of the person's own: chosen by the virtual time, so that the same moment chooses the same pod. */
export function randomPod({ pods, at }: YardState): PodView | undefined {
  const own = ownPods(pods);
  return own[Math.floor(at / 100) % Math.max(1, own.length)];
}

async function send(world: World, command: Parameters<World["send"]>[0]): Promise<void> {
  try {
    await world.send(command);
  } catch (error) {
    world.terminal.write({
      kind: "stderr",
      text: `${error instanceof Error ? error.message : String(error)}\n`,
    });
  }
}
