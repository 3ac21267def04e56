import { defineWorkload, httpOn, MEBIBYTE, timeline } from "../behaviour.ts";

/** Google's sample server on port 8080: `Hello, world!` with its version and host name. */
export const helloApp = defineWorkload({
  repository: "gcr.io/google-samples/hello-app",
  tags: ["1.0", "2.0", "latest"],
  sizeBytes: 11 * MEBIBYTE,
  entrypoint: ["/hello-app"],
  cmd: [],
  hasShell: false,
  programs: ["/hello-app"],
  run: () =>
    timeline({
      lines: [{ atMs: 40, text: "Server listening on port 8080" }],
      onTerm: { afterMs: 30, code: 2 },
      listeners: [httpOn(8080, 40)],
      serviceMs: 2,
    }),
});
