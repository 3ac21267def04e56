import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import type { Cluster } from "#core/cluster/cluster.ts";
import { selfSignedCertificate } from "./certificate.ts";
import { Gateway } from "./gateway.ts";
import type { Access } from "./kubeconfig.ts";
import type { Descriptions } from "./openapi.ts";
import { createServerFor, listen } from "./server.ts";

/** Where a cluster is to be reached, and how. */
export interface DoorOptions {
  readonly host: string;
  readonly port: number;
  readonly isPlainHttp: boolean;
  readonly describe: () => Descriptions;
}

/** A server that listens in front of a cluster. Whoever opened it moves the cluster's clock and lets the gateway pump. */
export interface Door {
  readonly access: Access;
  readonly gateway: Gateway;
  readonly server: Server;
  /** Ends every stream and connection. */
  close(): Promise<void>;
}

/** Wall time, Unix ms. */
export function wallNowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** Opens a door to a cluster. Rejects when the port is taken. */
export async function openDoor(cluster: Cluster, options: DoorOptions): Promise<Door> {
  const { host, port: wantedPort, isPlainHttp, describe } = options;
  const names = [...new Set([host, "127.0.0.1", "::1", "localhost"])];
  const tls = isPlainHttp ? undefined : selfSignedCertificate(names, wallNowMs());
  const token = isPlainHttp ? undefined : randomBytes(24).toString("base64url");
  const holder: { gateway?: Gateway } = {};
  const server = createServerFor(() => {
    if (!holder.gateway) throw new Error("not ready");
    return holder.gateway;
  }, tls);
  const port = await listen(server, { port: wantedPort, host });
  const address = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const gateway = new Gateway({ cluster, token, address, describe, nowMs: wallNowMs });
  holder.gateway = gateway;
  const access: Access = {
    server: `${isPlainHttp ? "http" : "https"}://${address}`,
    certificate: tls?.certificate,
    token,
  };
  return {
    access,
    gateway,
    server,
    close() {
      gateway.close();
      return closed(server);
    },
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
