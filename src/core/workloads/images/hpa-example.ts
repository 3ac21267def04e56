import { defineWorkload, flat, httpOn, linesAt, MEBIBYTE, timeline } from "../behaviour.ts";

/** The server of Kubernetes' walkthrough of autoscaling: PHP on port 80 that works out square roots for every request. */
export const hpaExample = defineWorkload({
  repository: "registry.k8s.io/hpa-example",
  tags: ["latest", "1.0"],
  sizeBytes: 171 * MEBIBYTE,
  entrypoint: [],
  cmd: ["apache2-foreground"],
  hasShell: true,
  programs: ["apache2-foreground"],
  run: () =>
    timeline({
      lines: linesAt(400, [
        "AH00558: apache2: Could not reliably determine the server's fully qualified domain name, using 10.244.0.2. Set the 'ServerName' directive globally to suppress this message",
        "[mpm_prefork:notice] [pid 1] AH00163: Apache/2.4.10 (Debian) PHP/5.6.14 configured -- resuming normal operations",
        "[core:notice] [pid 1] AH00094: Command line: 'apache2 -D FOREGROUND'",
      ]),
      onTerm: { afterMs: 300, code: 0 },
      listeners: [httpOn(80, 420, ["/", "/index.php"])],
      cpuMilli: flat(1),
      memoryBytes: flat(11 * MEBIBYTE),
      serviceMs: 40,
    }),
});
