import { defineWorkload, flat, linesAt, MEBIBYTE, tcpOn, timeline } from "../behaviour.ts";

/** MongoDB on port 27017. */
export const mongo = defineWorkload({
  repository: "docker.io/library/mongo",
  tags: ["latest", "4*", "5*", "6*", "7*", "8*"],
  sizeBytes: 290 * MEBIBYTE,
  entrypoint: ["docker-entrypoint.sh"],
  cmd: ["mongod"],
  hasShell: true,
  programs: ["mongod", "docker-entrypoint.sh"],
  run: () =>
    timeline({
      lines: linesAt(1_900, [
        '{"s":"I","c":"NETWORK","id":23016,"ctx":"listener","msg":"Waiting for connections","attr":{"port":27017,"ssl":"off"}}',
      ]),
      onTerm: { afterMs: 600, code: 0 },
      listeners: [tcpOn(27017, 1_900)],
      cpuMilli: flat(9),
      memoryBytes: flat(170 * MEBIBYTE),
      serviceMs: 3,
    }),
});
