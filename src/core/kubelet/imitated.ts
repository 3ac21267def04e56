import type { Pod } from "#core/api/schema/generated/types.ts";
import type { ContainerUsage } from "./facts.ts";
import type { Timeline } from "./ports.ts";

const CRASH_AFTER_MS = 500;
const STOP_MS = 300;

/** What the pods of the recorded traces do: runs until told otherwise, unless an annotation steers it. Test only. */
export function imitatedTimeline({ metadata }: Pod): Timeline {
  const annotations = metadata.annotations ?? {};
  const after = annotations["fake/exit-after"];
  const isCrashing = annotations["fake/crash"] === "true";
  const exit = isCrashing
    ? { atMs: CRASH_AFTER_MS, code: 1 }
    : after === undefined
      ? null
      : { atMs: Number(after), code: Number(annotations["fake/exit-code"] ?? "0") };
  return Object.freeze({
    lines: [],
    repeat: null,
    exit,
    onTerm: { afterMs: STOP_MS, code: 0 },
    listeners: [],
    files: [],
    cpuMilli: [{ atMs: 0, value: 1 }],
    memoryBytes: [{ atMs: 0, value: 8 * 1024 * 1024 }],
    serviceMs: 1,
    startError: null,
  });
}

/** Older than any measurement: the recordings' metrics were there at once. */
const LONG_AGO_MS = 3_600_000;

/** What the containers of a trace's pod use: its annotation may change while they run. */
export function imitatedUsage(
  { metadata }: Pod,
  usage: readonly ContainerUsage[],
): readonly ContainerUsage[] {
  const cpu = /^(\d+)m$/.exec(metadata.annotations?.["fake/cpu"] ?? "");
  return usage.map((each) => ({
    ...each,
    ranMs: LONG_AGO_MS,
    ...(cpu && { cpuMilli: Number(cpu[1]) }),
  }));
}

/** Whether a trace's pod becomes ready when it runs. */
export function isImitatedReady({ metadata }: Pod): boolean {
  return metadata.annotations?.["fake/ready"] !== "never";
}

/** The registry's answer for a trace's image that cannot be pulled, or undefined. */
export function imitatedPullError({ metadata }: Pod, fullName: string): string | undefined {
  if (metadata.annotations?.["fake/image-error"] !== "true") return undefined;
  return `failed to pull and unpack image "${fullName}": failed to resolve image: ${fullName}: not found`;
}
