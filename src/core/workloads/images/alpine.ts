import { defineWorkload, MEBIBYTE } from "../behaviour.ts";
import { scriptTimeline } from "../script.ts";

/** alpine: a shell, and nothing to do unless told. */
export const alpine = defineWorkload({
  repository: "docker.io/library/alpine",
  tags: ["latest", "edge", "3", "3.*"],
  sizeBytes: 4 * MEBIBYTE,
  entrypoint: [],
  cmd: ["/bin/sh"],
  hasShell: true,
  programs: [],
  run: (run) => scriptTimeline(run.words, run),
});
