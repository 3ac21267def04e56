import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { formatTime } from "#core/base/time.ts";
import { Cluster } from "#core/cluster/cluster.ts";
import { selfSignedCertificate } from "./certificate.ts";
import { Gateway } from "./gateway.ts";
import { kubeconfigText, type Access } from "./kubeconfig.ts";
import type { Descriptions } from "./openapi.ts";
import type { GatewayOptions } from "./options.ts";
import { Pacing, STEP_MS } from "./pacing.ts";
import { createServerFor, listen } from "./server.ts";

const WARMUP_MS = 60_000;
const OWNER_ONLY = 0o600;

/** A gateway that serves. */
export interface Running {
  readonly access: Access;
  readonly cluster: Cluster;
  /** Ends every stream and connection. */
  stop(): Promise<void>;
}

/** Boots a cluster whose clock tells the time of day, and serves it. */
export async function serve(
  options: GatewayOptions,
  describe: () => Descriptions,
): Promise<Running> {
  const nowMs = () => performance.timeOrigin + performance.now();
  const { isPlainHttp, host, speed } = options;
  const cluster = bootCluster(options, nowMs());
  const names = [...new Set([host, "127.0.0.1", "::1", "localhost"])];
  const tls = isPlainHttp ? undefined : selfSignedCertificate(names, nowMs());
  const token = isPlainHttp ? undefined : randomBytes(24).toString("base64url");
  const holder: { gateway?: Gateway } = {};
  const server = createServerFor(() => {
    if (!holder.gateway) throw new Error("not ready");
    return holder.gateway;
  }, tls);
  const port = await listen(server, options);
  const address = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const gateway = new Gateway({ cluster, token, address, describe, nowMs });
  holder.gateway = gateway;
  const pacing = new Pacing(cluster, { speed, nowMs });
  const timer = setInterval(() => {
    pacing.step();
    gateway.pump();
  }, STEP_MS);
  const access: Access = {
    server: `${isPlainHttp ? "http" : "https"}://${address}`,
    certificate: tls?.certificate,
    token,
  };
  if (options.kubeconfig !== undefined)
    writeFileSync(options.kubeconfig, kubeconfigText(access), { mode: OWNER_ONLY });
  return {
    access,
    cluster,
    stop() {
      clearInterval(timer);
      gateway.close();
      return closed(server);
    },
  };
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

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
