import { backoffEndSinceUpdate, KUBELET_BACKOFF } from "./backoff.ts";
import { enterPhase, recordContainer, setWaiting, type WorkerContext } from "./context.ts";
import { goDuration } from "./go-duration.ts";
import { fullImageName, repositoryOf, withDefaultTag } from "./image-name.ts";
import { afterFailedPull, planImage, pullFailure, type PullPolicy } from "./images.ts";
import { imitatedPullError } from "./imitated.ts";
import type { ImageAnswer } from "./ports.ts";
import { type ContainerRecord, type PodRecord } from "./records.ts";
import { specOf } from "./status.ts";

const CACHED_PULL_MS = 420;

/** First step of a start: gets the image into place. Returns true when it is there. Models image_manager.EnsureImageExists. */
export function ensureImage(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
): boolean {
  const tagged = withDefaultTag(container.image);
  if ("error" in tagged) return refuseName(context, record, container, tagged.error);
  const fullName = fullImageName(tagged.image);
  const spec = specOf(record.pod, container.name);
  const isBroken = context.isImitated && imitatedPullError(record.pod, fullName) !== undefined;
  const cached = context.node.images.get(fullName);
  const isPresent =
    (context.isImitated && !isBroken) ||
    (cached !== undefined && cached.availableAt <= context.now);
  const policy = context.isImitated
    ? "IfNotPresent"
    : ((spec?.imagePullPolicy ?? "IfNotPresent") as PullPolicy);
  const plan = planImage({ policy, isPresent, backoff: container.pullBackoff, now: context.now });
  switch (plan.step) {
    case "present":
      recordContainer(context, record, container, {
        type: "Normal",
        reason: "Pulled",
        message: `Container image "${container.image}" already present on machine and can be accessed by the pod`,
      });
      setImage(context, container, fullName);
      return true;
    case "never":
      return refuseNever(context, record, container);
    case "wait":
      waitForPull(context, record, container);
      return false;
    case "pull":
      beginPull(context, record, container, fullName);
      return false;
  }
}

/** The end of a pull: the image is there (true), or the back-off begins. */
export function finishPull(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
): boolean {
  const { image } = container;
  const fullName = fullNameOf(image);
  const answer = resolve(context, record, fullName);
  if (!answer.found) {
    failPull(context, record, container, answer.error);
    return false;
  }
  const { now } = context;
  context.node.images.set(fullName, { availableAt: now, sizeBytes: answer.sizeBytes });
  context.node.isStatusDirty = true;
  const own = goDuration(now - container.from);
  const whole = goDuration(now - container.pullFrom);
  recordContainer(context, record, container, {
    type: "Normal",
    reason: "Pulled",
    message: `Successfully pulled image "${image}" in ${own} (${whole} including waiting). Image size: ${answer.sizeBytes} bytes.`,
  });
  context.because({ code: "image-pulled", facts: { container: container.name, image } });
  container.pullBackoff = null;
  setImage(context, container, fullName);
  return true;
}

/** The wait after a failed pull becomes known. */
export function waitForPull(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
): void {
  const { image, pullBackoff } = container;
  const until = backoffEndSinceUpdate(pullBackoff, context.now, KUBELET_BACKOFF) ?? context.now;
  enterPhase(container, "pull-backoff", { now: pullBackoff?.updatedAt ?? context.now, until });
  recordContainer(context, record, container, {
    type: "Normal",
    reason: "BackOff",
    message: `Back-off pulling image "${image}"`,
  });
  recordContainer(context, record, container, {
    type: "Warning",
    reason: "Failed",
    message: "Error: ImagePullBackOff",
  });
  setWaiting(
    record,
    container,
    "ImagePullBackOff",
    `Back-off pulling image "${image}": ErrImagePull: ${container.pullError}`,
  );
  context.because({
    code: "image-missing",
    facts: {
      container: container.name,
      image,
      seconds: Math.round((pullBackoff?.delayMs ?? 0) / 1000),
    },
  });
}

function beginPull(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
  fullName: string,
): void {
  const { now, node } = context;
  const from = Math.max(now, node.pullFreeAt);
  const answer = resolve(context, record, fullName);
  const until = from + pullMs(context, fullName, answer, from);
  // The place in the queue is taken now; what comes later finds the image there.
  node.pullFreeAt = until;
  if (answer.found && !node.images.has(fullName))
    node.images.set(fullName, { availableAt: until, sizeBytes: answer.sizeBytes });
  enterPhase(container, "pulling", { now: from, until });
  container.pullFrom = now;
  recordContainer(context, record, container, {
    type: "Normal",
    reason: "Pulling",
    message: `Pulling image "${container.image}"`,
  });
  context.because({
    code: "image-pulling",
    facts: { container: container.name, image: container.image },
  });
  record.isDirty = true;
  context.onFacts(record.uid);
}

/** Serialised pulls: what an earlier pull of the same image brought only needs a look at the registry. */
function pullMs(
  { node, timings, random, isImitated }: WorkerContext,
  fullName: string,
  answer: ImageAnswer,
  from: number,
): number {
  if (isImitated) return 0;
  const jitter = random().nextBetween({ low: 0.85, high: 1.25 });
  if (!answer.found) return Math.round(timings.resolveMs * 2 * jitter);
  const cached = node.images.get(fullName);
  if (cached && cached.availableAt <= from) return Math.round(CACHED_PULL_MS * jitter);
  return Math.round((timings.resolveMs + answer.sizeBytes / timings.bytesPerMs) * jitter);
}

function failPull(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
  error: string,
): void {
  const { now, timings } = context;
  const { image } = container;
  const failure = pullFailure(image, error);
  container.pullError = failure.message;
  container.pullBackoff = afterFailedPull(container.pullBackoff, now);
  recordContainer(context, record, container, {
    type: "Warning",
    reason: "Failed",
    message: `Failed to pull image "${image}": ${failure.message}`,
  });
  recordContainer(context, record, container, {
    type: "Warning",
    reason: "Failed",
    message: `Error: ${failure.reason}`,
  });
  setWaiting(record, container, failure.reason, failure.message);
  enterPhase(container, "pull-failed", { now, until: now + timings.pullNoticeMs });
  context.because({
    code: "image-missing",
    facts: {
      container: container.name,
      image,
      seconds: Math.round(container.pullBackoff.delayMs / 1000),
    },
  });
}

function refuseName(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
  error: string,
): false {
  const message = `Failed to apply default image tag "${container.image}": ${error}`;
  recordContainer(context, record, container, {
    type: "Warning",
    reason: "InspectFailed",
    message,
  });
  recordContainer(context, record, container, {
    type: "Warning",
    reason: "Failed",
    message: "Error: InvalidImageName",
  });
  return refuse(context, record, container, "InvalidImageName", message);
}

function refuseNever(context: WorkerContext, record: PodRecord, container: ContainerRecord): false {
  const message = `Container image "${container.image}" is not present with pull policy of Never`;
  recordContainer(context, record, container, {
    type: "Warning",
    reason: "ErrImageNeverPull",
    message,
  });
  recordContainer(context, record, container, {
    type: "Warning",
    reason: "Failed",
    message: "Error: ErrImageNeverPull",
  });
  return refuse(context, record, container, "ErrImageNeverPull", message);
}

function refuse(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
  reason: string,
  message: string,
): false {
  setWaiting(record, container, reason, message);
  const { now, timings } = context;
  enterPhase(container, "config-error", { now, until: now + timings.retryMs });
  context.because({
    code: "image-missing",
    facts: { container: container.name, image: container.image, seconds: timings.retryMs / 1000 },
  });
  return false;
}

function resolve(context: WorkerContext, record: PodRecord, fullName: string): ImageAnswer {
  const error = context.isImitated ? imitatedPullError(record.pod, fullName) : undefined;
  return error === undefined ? context.workloads.resolve(fullName) : { found: false, error };
}

function setImage(context: WorkerContext, container: ContainerRecord, fullName: string): void {
  const answer = context.workloads.resolve(fullName);
  container.imageId = answer.found ? `${repositoryOf(fullName)}@${answer.digest}` : "";
}

function fullNameOf(image: string): string {
  const tagged = withDefaultTag(image);
  return fullImageName("error" in tagged ? image : tagged.image);
}
