import { defineWorkload, httpOn, MEBIBYTE, timeline } from "../behaviour.ts";

const START_BYTES = 16 * MEBIBYTE;
const HOUR_MS = 3_600_000;

/** Serves on port 8080 and keeps 4 MiB more every second: for lessons about memory limits. LEAK_MIB_PER_SECOND changes it. */
export const leak = defineWorkload({
  repository: "docker.io/podyard/leak",
  tags: ["latest", "v1"],
  sizeBytes: 5 * MEBIBYTE,
  entrypoint: ["/leak"],
  cmd: [],
  hasShell: true,
  programs: ["/leak"],
  run: ({ env }) => {
    const perSecond = Number(env.get("LEAK_MIB_PER_SECOND") ?? "4") || 4;
    return timeline({
      lines: [{ atMs: 20, text: `leak: keeping ${perSecond} MiB more every second` }],
      repeat: { fromMs: 5_000, everyMs: 5_000, lines: [{ atMs: 0, text: "leak: still growing" }] },
      onTerm: { afterMs: 50, code: 143 },
      listeners: [httpOn(8080, 100)],
      cpuMilli: [{ atMs: 0, value: 15 }],
      memoryBytes: [
        { atMs: 0, value: START_BYTES },
        { atMs: HOUR_MS, value: START_BYTES + perSecond * MEBIBYTE * (HOUR_MS / 1000) },
      ],
      serviceMs: 4,
    });
  },
});
