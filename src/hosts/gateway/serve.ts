import { chmodSync, writeFileSync } from "node:fs";
import { formatTime } from "#core/base/time.ts";
import { Cluster } from "#core/cluster/cluster.ts";
import { openDoor, wallNowMs } from "./door.ts";
import type { Gateway } from "./gateway.ts";
import { kubeconfigText, type Access } from "./kubeconfig.ts";
import type { Descriptions } from "./openapi.ts";
import type { GatewayOptions } from "./options.ts";
import { Pacing, STEP_MS } from "./pacing.ts";

const WARMUP_MS = 60_000;
const OWNER_ONLY = 0o600;

/** A gateway that serves. */
export interface Running {
  readonly access: Access;
  readonly cluster: Cluster;
  readonly gateway: Gateway;
  /** Ends every stream and connection. */
  stop(): Promise<void>;
}

/** Boots a cluster whose clock tells the time of day, and serves it. */
export async function serve(
  options: GatewayOptions,
  describe: () => Descriptions,
): Promise<Running> {
  const { speed } = options;
  const cluster = bootCluster(options, wallNowMs());
  const door = await openDoor(cluster, { ...options, describe });
  const { access, gateway } = door;
  if (options.kubeconfig !== undefined)
    try {
      writeKubeconfig(options.kubeconfig, access);
    } catch (error) {
      await door.close();
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`option --kubeconfig: cannot write ${options.kubeconfig}: ${why}`, {
        cause: error,
      });
    }
  const pacing = new Pacing(cluster, { speed, nowMs: wallNowMs });
  const timer = setInterval(() => {
    pacing.step();
    gateway.pump();
  }, STEP_MS);
  return {
    access,
    cluster,
    gateway,
    stop() {
      clearInterval(timer);
      return door.close();
    },
  };
}

/** For its owner alone, whoever could read a file of that name before. */
function writeKubeconfig(path: string, access: Access): void {
  writeFileSync(path, kubeconfigText(access), { mode: OWNER_ONLY });
  chmodSync(path, OWNER_ONLY);
}

function bootCluster({ seed, nodes, masters }: GatewayOptions, nowMs: number): Cluster {
  const cluster = new Cluster({
    seed,
    warmupMs: WARMUP_MS,
    spec: {
      controlPlanes: masters,
      workers: nodes,
      etcdMembers: masters % 2 === 1 ? masters : masters - 1,
      workerCpu: "4",
      workerMemory: "8Gi",
      startTime: formatTime(Math.floor((nowMs - WARMUP_MS) / 1000) * 1000),
      preset: "empty",
    },
  });
  cluster.boot();
  return cluster;
}
