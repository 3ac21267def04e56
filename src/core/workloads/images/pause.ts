import { defineWorkload, MEBIBYTE, timeline } from "../behaviour.ts";

/** The image that does nothing: holds a pod's sandbox, or a place. */
export const pause = defineWorkload({
  repository: "registry.k8s.io/pause",
  tags: ["latest", "2*", "3*"],
  sizeBytes: MEBIBYTE / 2,
  entrypoint: ["/pause"],
  cmd: [],
  hasShell: false,
  programs: ["/pause"],
  run: () => timeline({ onTerm: { afterMs: 20, code: 0 } }),
});
