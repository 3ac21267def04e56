import { defineWorkload, MEBIBYTE, timeline } from "../behaviour.ts";

/** Works for a second, then fails: for lessons about restarts. CRASH_AFTER (seconds) and EXIT_CODE change it. */
export const crash = defineWorkload({
  repository: "docker.io/podyard/crash",
  tags: ["latest", "v1"],
  sizeBytes: 3 * MEBIBYTE,
  entrypoint: ["/crash"],
  cmd: [],
  hasShell: true,
  programs: ["/crash"],
  run: ({ env }) => {
    const atMs = Math.max(0, Number(env.get("CRASH_AFTER") ?? "1")) * 1_000 || 1_000;
    const code = Number(env.get("EXIT_CODE") ?? "1") || 0;
    return timeline({
      lines: [
        { atMs: 20, text: "crash: starting" },
        { atMs, text: "panic: something went wrong" },
        { atMs, text: "goroutine 1 [running]:" },
      ],
      exit: { atMs, code },
      onTerm: { afterMs: 50, code: 143 },
    });
  },
});
