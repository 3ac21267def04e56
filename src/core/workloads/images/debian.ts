import { defineWorkload, MEBIBYTE } from "../behaviour.ts";
import { scriptTimeline } from "../script.ts";

/** debian: a shell, and nothing to do unless told. */
export const debian = defineWorkload({
  repository: "docker.io/library/debian",
  tags: ["latest", "stable", "stable-slim", "bookworm*", "trixie*", "11*", "12*", "13*"],
  sizeBytes: 48 * MEBIBYTE,
  entrypoint: [],
  cmd: ["bash"],
  hasShell: true,
  programs: [],
  run: (run) => scriptTimeline(run.words, run),
});
