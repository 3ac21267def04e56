import { defineWorkload, MEBIBYTE } from "../behaviour.ts";
import { scriptTimeline } from "../script.ts";

/** busybox: a shell and small tools, and nothing to do unless told. */
export const busybox = defineWorkload({
  repository: "docker.io/library/busybox",
  tags: ["latest", "stable", "musl", "glibc", "uclibc", "1*"],
  sizeBytes: 2 * MEBIBYTE,
  entrypoint: [],
  cmd: ["sh"],
  hasShell: true,
  programs: [],
  run: (run) => scriptTimeline(run.words, run),
});
