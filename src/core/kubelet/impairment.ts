import type { Millis } from "#core/base/time.ts";
import { goDuration } from "./go-duration.ts";
import { NEVER, type ContainerRecord, type NodeRecord } from "./records.ts";
import { planEnd } from "./container-start.ts";
import { valueAt } from "./timeline.ts";

/** The runtime counts as down when it has not answered for this long. Models kubelet maxWaitForContainerRuntime. */
const RUNTIME_WAIT_MS: Millis = 30_000;
/** The list of containers counts as too old after this long. Models pleg relistThreshold. */
const PLEG_THRESHOLD_MS: Millis = 180_000;
const LEAK_BYTES_PER_SECOND = 8 * 1024 * 1024;

/** Nobody looks after the pods of this machine: its kubelet says and does nothing, or cannot reach the containers. */
export function isIdle({ isSilent, runtimeStoppedAt }: NodeRecord): boolean {
  return isSilent || runtimeStoppedAt !== NEVER;
}

/** What the Ready condition says is wrong, "" when nothing is. Models kubelet runtimeState.runtimeErrors and ReadyCondition. */
export function runtimeProblem({ runtimeStoppedAt }: NodeRecord, now: Millis): string {
  const stoppedMs = runtimeStoppedAt === NEVER ? 0 : now - runtimeStoppedAt;
  if (stoppedMs < RUNTIME_WAIT_MS) return "";
  if (stoppedMs < PLEG_THRESHOLD_MS) return "container runtime is down";
  const seen = goDuration(stoppedMs);
  return `[container runtime is down, PLEG is not healthy: pleg was last seen active ${seen} ago; threshold is ${goDuration(PLEG_THRESHOLD_MS)}]`;
}

/** From now on a run takes more and more memory, and ends at its limit or at the machine's. False when it does not run. */
export function startLeak(node: NodeRecord, container: ContainerRecord, now: Millis): boolean {
  const { timeline, phase, startedAt } = container;
  if (phase !== "running" || !timeline) return false;
  const atMs = now - startedAt;
  const used = valueAt(timeline.memoryBytes, atMs);
  const most = node.memoryAllocatableBytes;
  const fullMs = Math.ceil((Math.max(0, most - used) * 1_000) / LEAK_BYTES_PER_SECOND) + 1_000;
  container.timeline = Object.freeze({
    ...timeline,
    memoryBytes: Object.freeze([
      ...timeline.memoryBytes.filter((point) => point.atMs < atMs),
      Object.freeze({ atMs, value: used }),
      Object.freeze({
        atMs: atMs + fullMs,
        value: used + (fullMs * LEAK_BYTES_PER_SECOND) / 1_000,
      }),
    ]),
  });
  planEnd(container, { timeline: container.timeline, mostBytes: most });
  return true;
}
