import { defineWorkload, flat, httpOn, linesAt, MEBIBYTE, timeline } from "../behaviour.ts";

/** Apache httpd on port 80. */
export const httpd = defineWorkload({
  repository: "docker.io/library/httpd",
  tags: ["latest", "2", "2.4*", "alpine"],
  sizeBytes: 58 * MEBIBYTE,
  entrypoint: [],
  cmd: ["httpd-foreground"],
  hasShell: true,
  programs: ["httpd-foreground", "httpd"],
  run: () =>
    timeline({
      lines: linesAt(300, [
        "[mpm_event:notice] [pid 1:tid 1] AH00489: Apache/2.4.65 (Unix) configured -- resuming normal operations",
        "[core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'",
      ]),
      onTerm: { afterMs: 200, code: 0 },
      listeners: [httpOn(80, 320, ["/", "/index.html"])],
      memoryBytes: flat(12 * MEBIBYTE),
      serviceMs: 3,
    }),
});
