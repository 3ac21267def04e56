import { defineWorkload, MEBIBYTE } from "../behaviour.ts";
import { scriptTimeline } from "../script.ts";

/** ubuntu: a shell, and nothing to do unless told. */
export const ubuntu = defineWorkload({
  repository: "docker.io/library/ubuntu",
  tags: [
    "latest",
    "rolling",
    "noble",
    "jammy",
    "focal",
    "18.04",
    "20.04",
    "22.04",
    "24.04",
    "25.*",
  ],
  sizeBytes: 30 * MEBIBYTE,
  entrypoint: [],
  cmd: ["/bin/bash"],
  hasShell: true,
  programs: [],
  run: (run) => scriptTimeline(run.words, run),
});
