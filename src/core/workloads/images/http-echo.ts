import { defineWorkload, httpOn, linesAt, MEBIBYTE, timeline } from "../behaviour.ts";

/** HashiCorp's http-echo: answers a fixed text on port 5678, or where `-listen` says. */
export const httpEcho = defineWorkload({
  repository: "docker.io/hashicorp/http-echo",
  tags: ["latest", "alpine", "0*", "1*"],
  sizeBytes: 3 * MEBIBYTE,
  entrypoint: ["/http-echo"],
  cmd: [],
  hasShell: false,
  programs: ["/http-echo"],
  run: ({ words }) => {
    const port = Number(/-listen[= ]:(\d+)/.exec(words.join(" "))?.[1] ?? 5678);
    return timeline({
      lines: linesAt(30, [`[INFO] server is listening on :${port}`]),
      onTerm: { afterMs: 40, code: 0 },
      listeners: [httpOn(port, 30)],
      serviceMs: 1,
    });
  },
});
