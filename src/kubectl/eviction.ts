import type { Pod } from "#core/api/schema/generated/types.ts";
import { StatusError } from "#core/api/status.ts";
import { call, findObject, print, printError, sleep } from "./api.ts";
import type { Invocation, Steps } from "./command.ts";
import { isFailureToPrint } from "./failure.ts";
import { formatDuration } from "./go-duration.ts";
import { type DryRun, dryRunSuffix } from "./output.ts";
import { resourceFor } from "./resources.ts";

const RETRY_MS = 5000;
const POLL_MS = 1000;

/** Where one pod stands on its way out. */
interface Leaving {
  readonly pod: Pod;
  readonly stage: "asking" | "ending" | "gone";
  /** Virtual time of the next attempt. */
  readonly nextAt: number;
}

/** Evicts pods, asking again while a budget forbids it, and waits until they are gone. Returns what stood in the way. Models drain.evictPods. */
export function* evictPods(
  invocation: Invocation,
  pods: readonly Pod[],
  dryRun: DryRun,
): Steps<readonly string[]> {
  const { session, flags } = invocation;
  const timeoutMs = flags.duration("timeout", 0);
  const deadline = timeoutMs > 0 ? session.nowEpochMs() + timeoutMs : Infinity;
  let all: Leaving[] = pods.map((pod) => ({ pod, stage: "asking", nextAt: session.nowEpochMs() }));
  const problems: string[] = [];
  for (;;) {
    const next: Leaving[] = [];
    for (const each of all) {
      const moved = yield* advance(invocation, each, dryRun);
      if (typeof moved === "string") problems.push(moved);
      else if (moved.stage !== "gone") next.push(moved);
    }
    all = next;
    if (all.length === 0) break;
    if (session.nowEpochMs() >= deadline) {
      problems.push(...all.map((each) => timeoutText(each, timeoutMs)));
      break;
    }
    yield* sleep(POLL_MS);
  }
  return problems;
}

function timeoutText({ pod, stage }: Leaving, timeoutMs: number): string {
  const { name = "", namespace = "" } = pod.metadata;
  const reached = `global timeout reached: ${formatDuration(timeoutMs)}`;
  if (stage === "asking")
    return `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}: ${reached}`;
  return `error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: ${reached}`;
}

function* advance(
  invocation: Invocation,
  leaving: Leaving,
  dryRun: DryRun,
): Steps<Leaving | string> {
  const { pod, stage, nextAt } = leaving;
  const now = invocation.session.nowEpochMs();
  if (stage === "ending")
    return (yield* isGone(invocation, pod)) ? { ...leaving, stage: "gone" } : leaving;
  if (now < nextAt) return leaving;
  const { name = "", namespace = "" } = pod.metadata;
  // A pod that is deleted past its budgets is told of when it is gone.
  if (!invocation.flags.on("disable-eviction") || dryRun !== "none")
    yield* print(`evicting pod ${namespace}/${name}${dryRunSuffix(dryRun)}\n`);
  if (dryRun === "client") return { ...leaving, stage: "gone" };
  try {
    yield* requestEviction(invocation, pod, dryRun);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (error.reason === "NotFound") return { ...leaving, stage: "gone" };
    const what = `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}`;
    if (error.reason !== "TooManyRequests") return `${what}: ${error.message}`;
    yield* printError(`${what} (will retry after 5s): ${error.message}\n`);
    return { ...leaving, nextAt: now + RETRY_MS };
  }
  return dryRun === "server" ? { ...leaving, stage: "gone" } : { ...leaving, stage: "ending" };
}

function* requestEviction({ session, flags }: Invocation, pod: Pod, dryRun: DryRun): Steps<void> {
  const { name = "", namespace = "" } = pod.metadata;
  const resource = resourceFor(session, "pods");
  const grace = flags.int("grace-period", -1);
  const deleteOptions = { ...(grace >= 0 && { gracePeriodSeconds: grace }) };
  const options = dryRun === "server" ? { dryRun: true } : {};
  if (flags.on("disable-eviction")) {
    yield* call({
      verb: "delete",
      resource,
      namespace,
      name,
      options: { ...options, ...deleteOptions },
    });
    return;
  }
  const body = {
    apiVersion: "policy/v1",
    kind: "Eviction",
    metadata: { name, namespace },
    deleteOptions,
  };
  yield* call({
    verb: "create",
    resource,
    namespace,
    name,
    subresource: "eviction",
    body,
    options,
  });
}

/** Whether the pod left; says so when it did. */
function* isGone({ session, flags }: Invocation, pod: Pod): Steps<boolean> {
  const { name = "", namespace = "", uid } = pod.metadata;
  try {
    const live = yield* findObject(resourceFor(session, "pods"), namespace, name);
    if (live && live.metadata.uid === uid) return false;
  } catch (error) {
    if (!isFailureToPrint(error)) throw error;
    return false;
  }
  yield* print(`pod/${name} ${flags.on("disable-eviction") ? "deleted" : "evicted"}\n`);
  return true;
}
