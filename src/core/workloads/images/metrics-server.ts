import { defineWorkload, flat, httpOn, MEBIBYTE, timeline } from "../behaviour.ts";

const READY_MS = 1200;

/** metrics-server: asks the kubelets what is in use, and answers to the API server. */
export const metricsServer = defineWorkload({
  repository: "registry.k8s.io/metrics-server/metrics-server",
  tags: ["v0.6*", "v0.7*", "v0.8*"],
  sizeBytes: 22 * MEBIBYTE,
  entrypoint: ["/metrics-server"],
  cmd: [],
  hasShell: false,
  programs: ["/metrics-server"],
  run: () =>
    timeline({
      lines: [
        {
          atMs: 900,
          text: "I0101 00:00:00.000000       1 serving.go:380] Generated self-signed cert (/tmp/apiserver.crt, /tmp/apiserver.key)",
        },
        {
          atMs: READY_MS,
          text: "I0101 00:00:01.000000       1 secure_serving.go:211] Serving securely on [::]:10250",
        },
      ],
      onTerm: { afterMs: 200, code: 0 },
      listeners: [httpOn(10250, READY_MS, ["/livez", "/readyz"])],
      cpuMilli: flat(4),
      memoryBytes: flat(24 * MEBIBYTE),
      serviceMs: 1,
    }),
});
