import type { Millis } from "#core/base/time.ts";
import {
  defineWorkload,
  endsWith,
  flat,
  linesAt,
  tcpOn,
  timeline,
  type WorkloadDefinition,
} from "./behaviour.ts";

/** What one database server has of its own. */
export interface DatabaseServer extends Pick<
  WorkloadDefinition,
  "repository" | "tags" | "sizeBytes"
> {
  /** Name of the server's program. */
  readonly program: string;
  readonly port: number;
  readonly memoryBytes: number;
  /** How long the first start takes: it writes its files. */
  readonly readyMs: Millis;
  readonly readyLines: readonly string[];
  /** Variables of which one must be set for the server to start. */
  readonly wantsOneOf: readonly string[];
  /** What it says when none is. */
  readonly refusal: readonly string[];
}

/** The behaviour of an official database image: its entry point refuses to start without being told a password, and the first start is slow. */
export function defineDatabase(server: DatabaseServer): WorkloadDefinition {
  const { repository, tags, sizeBytes, program, port, readyMs } = server;
  return defineWorkload({
    repository,
    tags,
    sizeBytes,
    entrypoint: ["docker-entrypoint.sh"],
    cmd: [program],
    hasShell: true,
    programs: ["docker-entrypoint.sh", program],
    run: ({ env }) => {
      if (!server.wantsOneOf.some((name) => env.has(name))) return endsWith(1, server.refusal);
      return timeline({
        lines: linesAt(readyMs, server.readyLines),
        onTerm: { afterMs: 900, code: 0 },
        listeners: [tcpOn(port, readyMs)],
        cpuMilli: [
          { atMs: 0, value: 400 },
          { atMs: readyMs, value: 300 },
          { atMs: readyMs + 500, value: 8 },
        ],
        memoryBytes: flat(server.memoryBytes),
        serviceMs: 3,
      });
    },
  });
}
