import type { World } from "#app/state/create-yard.ts";
import type { Selection, YardState } from "#app/state/yard-state.ts";
import { MARK, readRequest, type EmbedEvent, type EmbedRequest } from "./embed-messages.ts";

interface ChannelPorts {
  readonly world: World;
  /** The frame itself. */
  readonly frame: Window;
  /** Origins that may speak to the frame and are told what happens. */
  readonly origins: readonly string[];
}

/** The way between the frame and the page around it. */
export interface EmbedChannel {
  /** Tells the page around it; only pages of the allowed origins hear it. */
  tell(event: EmbedEvent): void;
  close(): void;
}

/** Listens to the page around the frame, and to nobody else: the sender must be that page and its origin one of those allowed. */
export function openChannel({ world, frame, origins }: ChannelPorts): EmbedChannel {
  const around = frame.parent;
  const tell = (event: EmbedEvent) => {
    if (around === frame) return;
    for (const origin of origins) around.postMessage({ ...MARK, ...event }, origin);
  };
  const hear = ({ source, origin, data }: MessageEvent<unknown>) => {
    if (source !== around || source === frame || !origins.includes(origin)) return;
    const read = readRequest(data);
    if (read === null) return;
    if (!read.ok) {
      tell({ type: "error", request: read.request, message: read.message });
      return;
    }
    const { request } = read;
    perform(world, request).catch((error: unknown) =>
      tell({
        type: "error",
        request: request.type,
        message: error instanceof Error ? error.message : String(error),
      }),
    );
  };
  frame.addEventListener("message", hear);
  return { tell, close: () => frame.removeEventListener("message", hear) };
}

async function perform(world: World, request: EmbedRequest): Promise<void> {
  switch (request.type) {
    case "play":
    case "pause":
      await world.send({ type: "play", on: request.type === "play" });
      return;
    case "seek":
      await world.send({ type: "seek", at: request.at });
      return;
    case "speed":
      await world.send({ type: "speed", factor: request.factor });
      return;
    case "apply": {
      const { exitCode, stderr } = await world.runCaptured("apply -f -", { stdin: request.yaml });
      if (exitCode !== 0) throw new Error(stderr.trim());
      return;
    }
    case "select":
      world.setPage({ selection: found(world.store.getState(), request) });
      return;
    case "lang":
      world.setPage({ language: request.language });
  }
}

/** The thing that is meant, as the stage selects it. Throws when nothing is called so. */
function found(
  state: YardState,
  { kind, namespace, name }: Extract<EmbedRequest, { type: "select" }>,
): Selection {
  const isGlobal = kind === "Node" || kind === "Etcd";
  const row = [...TABLES[kind](state)].find(
    (each) => each.name === name && (isGlobal || each.namespace === namespace),
  );
  if (!row) throw new Error(`there is no ${kind} ${name}`);
  return { kind, namespace: isGlobal ? "" : namespace, name, id: row.uid ?? row.name };
}

interface Row {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
}

const TABLES: Readonly<
  Record<Exclude<Selection["kind"], "Mark">, (state: YardState) => Iterable<Row>>
> = {
  Pod: ({ pods }) => pods.values(),
  Node: ({ nodes }) => nodes.values(),
  Deployment: ({ deployments }) => deployments.values(),
  ReplicaSet: ({ replicaSets }) => replicaSets.values(),
  Service: ({ services }) => services.values(),
  Etcd: ({ etcd }) => etcd.values(),
};
