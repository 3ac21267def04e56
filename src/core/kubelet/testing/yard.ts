import { kinds } from "#core/api/kinds/index.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { event as eventKind } from "#core/api/kinds/core/event.ts";
import { namespace } from "#core/api/kinds/core/namespace.ts";
import type { Event, Pod } from "#core/api/schema/generated/types.ts";
import { ApiServer } from "#core/apiserver/api-server.ts";
import { createClient } from "#core/client/client.ts";
import { EventRecorders } from "#core/client/event-recorders.ts";
import { WatchHub } from "#core/client/watch-hub.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import { createWorkloads } from "#core/workloads/registry.ts";
import { Kubelets } from "../kubelets.ts";
import type { NodeSpec } from "../ports.ts";

const USER = { name: "system:node", groups: ["system:masters"] };

function spec(index: number): NodeSpec {
  return {
    name: `worker-${index}`,
    role: "worker",
    cpu: "4",
    memory: "8Gi",
    podCidr: `10.244.${index}.0/24`,
    internalIp: `172.18.0.${index + 2}`,
    labels: { "kubernetes.io/hostname": `worker-${index}` },
    taints: [],
  };
}

/** A server with kubelets that run on it, and what tests do with both. */
export function yard({ nodes = 1, profile = "modelled" as "modelled" | "imitated" } = {}) {
  const simulation = new Simulation({ seed: 7, startEpochMs: 1_800_000_000_000 });
  const store = new Store({ hashesBodies: false });
  const hub = new WatchHub(simulation);
  const server = new ApiServer({
    simulation,
    store,
    trace: new TraceLog(),
    kinds,
    admission: [],
    onChange: (change) => hub.publish(change),
    readLogs: () => ({ code: 200, body: "", warnings: [] }),
  });
  const clientFor = (agent: string) =>
    createClient({ handler: (request) => server.handle(request), user: USER, agent });
  const recorders = new EventRecorders({ simulation, clientFor });
  let host = 1;
  const kubelets = new Kubelets({
    simulation,
    workloads: createWorkloads(),
    podNetwork: { assign: () => `10.244.1.${++host}`, release: () => undefined },
    options: { profile, nodes: Array.from({ length: nodes }, (_, i) => spec(i + 1)) },
    clientFor,
    recorderFor: (agent) => recorders.recorderFor(agent),
  });
  hub.subscribe({ to: "kubelet", kinds: ["Pod", "Node"], lagMs: 8, route: "node" });
  const client = clientFor("test");
  for (const name of ["default", "kube-node-lease"])
    client.create(namespace, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
  kubelets.start();
  const run = (ms: number) => simulation.runUntil(simulation.now + ms);
  const key = (name: string) => ({ namespace: "default", name });
  const get = (name: string): Pod | undefined => {
    try {
      return client.get(podKind, key(name));
    } catch {
      return undefined;
    }
  };
  const create = (name: string, container: object, rest: object = {}, metadata: object = {}) =>
    client.create<Pod>(podKind, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "default", ...metadata },
      spec: {
        nodeName: "worker-1",
        containers: [{ name: "c", image: "nginx:1.27", ...container }],
        ...rest,
      },
    });
  const events = () =>
    client
      .list<Event>(eventKind, { namespace: "default" })
      .filter(({ involvedObject }) => involvedObject.kind === "Pod")
      .map(({ type, reason, message }) => `${type} ${reason} ${message}`);
  const remove = (name: string) => client.delete(podKind, key(name));
  return { simulation, store, client, kubelets, run, get, create, remove, events };
}

/** What `yard` gives. */
export type Yard = ReturnType<typeof yard>;

/** Distinct states that the container passes through. */
export function states(world: Yard, name: string, ms: number): string[] {
  const seen: string[] = [];
  const end = world.simulation.now + ms;
  while (world.simulation.now < end) {
    world.run(50);
    const status = world.get(name)?.status;
    const container = status?.containerStatuses?.[0];
    const state = container?.state;
    const text = status
      ? `${status.phase}/${state?.waiting?.reason ?? state?.terminated?.reason ?? (state?.running ? "Running" : "-")}/${container?.ready ?? false}/${container?.restartCount ?? 0}`
      : "gone";
    if (seen.at(-1) !== text) seen.push(text);
  }
  return seen;
}
