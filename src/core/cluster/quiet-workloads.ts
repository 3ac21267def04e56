import type { Timeline, WorkloadPort } from "#core/kubelet/ports.ts";

const QUIET: Timeline = {
  lines: [], repeat: null, exit: null, onTerm: { afterMs: 100, code: 0 },
  listeners: [{ port: 0, protocol: "http", fromMs: 2000, untilMs: 1e15, paths: [{ path: "*", status: 200, fromMs: 0 }] }],
  files: [], cpuMilli: [{ atMs: 0, value: 5 }], memoryBytes: [{ atMs: 0, value: 2e7 }], serviceMs: 8, startError: null,
};
export const workloads: WorkloadPort = {
  resolve: () => ({ found: true, sizeBytes: 5e7, digest: "sha256:0" }),
  start: () => QUIET,
  exec: () => ({ exitCode: 0, output: "" }),
};
