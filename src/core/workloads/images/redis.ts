import { defineWorkload, flat, linesAt, MEBIBYTE, tcpOn, timeline } from "../behaviour.ts";

/** Redis on port 6379. */
export const redis = defineWorkload({
  repository: "docker.io/library/redis",
  tags: ["latest", "alpine", "5*", "6*", "7*", "8*"],
  sizeBytes: 52 * MEBIBYTE,
  entrypoint: ["docker-entrypoint.sh"],
  cmd: ["redis-server"],
  hasShell: true,
  programs: ["redis-server", "docker-entrypoint.sh"],
  run: () =>
    timeline({
      lines: linesAt(180, [
        "1:C * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo",
        "1:M * Running mode=standalone, port=6379.",
        "1:M * Server initialized",
        "1:M * Ready to accept connections tcp",
      ]),
      onTerm: { afterMs: 120, code: 0 },
      listeners: [tcpOn(6379, 180)],
      cpuMilli: flat(2),
      memoryBytes: flat(9 * MEBIBYTE),
      serviceMs: 1,
    }),
});
