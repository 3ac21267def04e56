import { defineWorkload, httpOn, linesAt, MEBIBYTE, timeline } from "../behaviour.ts";

/** Traefik's whoami on port 80: says who answered. */
export const whoami = defineWorkload({
  repository: "docker.io/traefik/whoami",
  tags: ["latest", "v1*"],
  sizeBytes: 3 * MEBIBYTE,
  entrypoint: ["/whoami"],
  cmd: [],
  hasShell: false,
  programs: ["/whoami"],
  run: () =>
    timeline({
      lines: linesAt(30, ["Starting up on port 80"]),
      onTerm: { afterMs: 30, code: 2 },
      listeners: [httpOn(80, 30)],
      serviceMs: 1,
    }),
});
