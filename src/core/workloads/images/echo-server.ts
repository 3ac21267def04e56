import { defineWorkload, httpOn, MEBIBYTE, timeline } from "../behaviour.ts";

/** The echo server of the minikube tutorials, on port 8080. */
export const echoServer = defineWorkload({
  repository: "registry.k8s.io/echoserver",
  tags: ["latest", "1.4", "1.10"],
  sizeBytes: 44 * MEBIBYTE,
  entrypoint: ["nginx"],
  cmd: [],
  hasShell: true,
  programs: ["nginx"],
  run: () =>
    timeline({ onTerm: { afterMs: 100, code: 0 }, listeners: [httpOn(8080, 300)], serviceMs: 3 }),
});
