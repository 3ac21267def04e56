import { quantityBytes } from "#core/api/quantity.ts";
import {
  defineWorkload,
  flat,
  MEBIBYTE,
  timeline,
  type ImageRun,
  type Timeline,
} from "../behaviour.ts";

/** The load generator of the Kubernetes documentation: `--vm-bytes` and `--cpu` are kept, the rest is ignored. */
export const stress = defineWorkload({
  repository: "docker.io/polinux/stress",
  tags: ["latest", "1*"],
  sizeBytes: 4 * MEBIBYTE,
  entrypoint: ["stress"],
  cmd: [],
  hasShell: true,
  programs: ["stress"],
  run: stressTimeline,
});

function stressTimeline({ words }: ImageRun): Timeline {
  const after = (flag: string) => words[words.indexOf(flag) + 1];
  const has = (flag: string) => words.includes(flag);
  const text = (has("--vm-bytes") ? after("--vm-bytes") : undefined) ?? "0";
  const bytes = quantityBytes(/^\d+[MGK]$/.test(text) ? `${text}i`.replace("Ki", "Ki") : text);
  const workers =
    Number(has("--cpu") ? after("--cpu") : 0) + Number(has("--vm") ? after("--vm") : 0);
  return timeline({
    lines: [
      {
        atMs: 20,
        text: `stress: info: [1] dispatching hogs: ${has("--cpu") ? after("--cpu") : 0} cpu, 0 io, ${has("--vm") ? after("--vm") : 0} vm, 0 hdd`,
      },
    ],
    onTerm: { afterMs: 50, code: 143 },
    cpuMilli: flat(1000 * Math.max(workers, 1)),
    memoryBytes: [
      { atMs: 0, value: MEBIBYTE },
      { atMs: 800, value: MEBIBYTE + bytes },
    ],
  });
}
