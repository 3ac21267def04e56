import { defineWorkload, flat, MEBIBYTE, tcpOn, timeline } from "../behaviour.ts";

/** memcached on port 11211; says nothing. */
export const memcached = defineWorkload({
  repository: "docker.io/library/memcached",
  tags: ["latest", "alpine", "1*"],
  sizeBytes: 31 * MEBIBYTE,
  entrypoint: ["docker-entrypoint.sh"],
  cmd: ["memcached"],
  hasShell: true,
  programs: ["memcached", "docker-entrypoint.sh"],
  run: () =>
    timeline({
      onTerm: { afterMs: 60, code: 0 },
      listeners: [tcpOn(11211, 80)],
      memoryBytes: flat(4 * MEBIBYTE),
      serviceMs: 1,
    }),
});
