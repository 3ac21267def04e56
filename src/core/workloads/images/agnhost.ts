import {
  defineWorkload,
  httpOn,
  linesAt,
  MEBIBYTE,
  timeline,
  type ImageRun,
  type Timeline,
} from "../behaviour.ts";

const LIVENESS_FAILS_MS = 10_000;

/** The test image of the Kubernetes documentation: netexec, pause, and the liveness server that falls ill after ten seconds. */
export const agnhost = defineWorkload({
  repository: "registry.k8s.io/e2e-test-images/agnhost",
  tags: ["latest", "2*"],
  sizeBytes: 50 * MEBIBYTE,
  entrypoint: ["/agnhost"],
  cmd: ["pause"],
  hasShell: true,
  programs: ["/agnhost", "/agnhost-2"],
  run: agnhostTimeline,
});

function agnhostTimeline({ words }: ImageRun): Timeline {
  const onTerm = { afterMs: 50, code: 2 };
  if (words.includes("liveness")) {
    const listener = httpOn(8080, 50, []);
    const paths = [
      { path: "/healthz", status: 200, fromMs: 50 },
      { path: "/healthz", status: 500, fromMs: LIVENESS_FAILS_MS },
    ];
    return timeline({ onTerm, listeners: [{ ...listener, paths }] });
  }
  if (words.includes("netexec")) {
    const port = Number(/--http-port[= ](\d+)/.exec(words.join(" "))?.[1] ?? 8080);
    return timeline({
      onTerm,
      lines: linesAt(60, [`Started HTTP server on port ${port}`]),
      listeners: [httpOn(port, 60)],
    });
  }
  return timeline({ onTerm });
}
