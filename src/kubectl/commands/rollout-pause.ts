import type { KubeObject } from "#core/api/meta.ts";
import { formatTime } from "#core/base/time.ts";
import { callObject } from "../api.ts";
import { defineCommand, type Command, type Invocation, type Steps } from "../command.ts";
import { failure, isFailureToPrint, throwGathered } from "../failure.ts";
import { valueAt } from "../json.ts";
import { OUTPUT_FLAGS, report } from "../output.ts";
import { pluralName } from "../resources.ts";
import { ROLLOUT_FLAGS, rolloutTargets } from "../rollout-target.ts";
import type { Found } from "../target.ts";

const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";
const RESTARTABLE: readonly string[] = ["Deployment", "DaemonSet", "StatefulSet", "ReplicaSet"];

/** What one of the three commands does to an object: the patch, or why not. */
type Plan =
  | { readonly body: unknown }
  /** A plain one stands without `error: ` where several are told. */
  | { readonly refusal: string; readonly isPlain?: boolean };

function rolloutChange(
  name: string,
  did: string,
  plan: (one: Found, nowEpochMs: number) => Plan,
): Command {
  return defineCommand({
    name,
    flags: [...ROLLOUT_FLAGS, ...OUTPUT_FLAGS, { name: "field-manager", type: "text" }],
    *run(invocation) {
      const { found, failures } = yield* rolloutTargets(invocation);
      for (const one of found) {
        try {
          yield* change(invocation, one, plan(one, invocation.session.nowEpochMs()), did);
        } catch (error) {
          if (!isFailureToPrint(error)) throw error;
          failures.push(error);
        }
      }
      throwGathered(failures);
    },
  });
}

function* change(
  invocation: Invocation,
  { resource, object }: Found,
  plan: Plan,
  did: string,
): Steps<void> {
  // Upstream gathers these with their prefix, so that it shows behind others, too.
  if ("refusal" in plan)
    throw failure(plan.isPlain === true ? plan.refusal : `error: ${plan.refusal}`);
  const { name = "", namespace = "" } = object.metadata;
  const options = { fieldManager: invocation.flags.text("field-manager", "kubectl-rollout") };
  const result = yield* callObject({
    verb: "patch",
    resource,
    namespace,
    name,
    patchType: "strategic",
    body: plan.body,
    options,
  });
  yield* report(invocation, { resource, name, object: result, did });
}

function isPaused(object: KubeObject): boolean {
  return valueAt(object, "spec", "paused") === true;
}

function subject({ resource, object }: Found): string {
  return `${pluralName(resource)} ${JSON.stringify(object.metadata.name ?? "")}`;
}

export const rolloutPause = rolloutChange("pause", "paused", (one) => {
  if (one.object.kind !== "Deployment")
    return { refusal: `${subject(one)} pausing is not supported` };
  return isPaused(one.object)
    ? { refusal: `${subject(one)} is already paused` }
    : { body: { spec: { paused: true } } };
});

export const rolloutResume = rolloutChange("resume", "resumed", (one) => {
  if (one.object.kind !== "Deployment")
    return { refusal: `${subject(one)} resuming is not supported` };
  return isPaused(one.object)
    ? { body: { spec: { paused: null } } }
    : { refusal: `${subject(one)} is not paused` };
});

export const rolloutRestart = rolloutChange("restart", "restarted", (one, nowEpochMs) => {
  if (!RESTARTABLE.includes(one.object.kind))
    return { refusal: `${subject(one)} restarting is not supported` };
  if (isPaused(one.object))
    return {
      refusal: `${subject(one)} can't restart paused deployment (run rollout resume first)`,
    };
  const now = formatTime(nowEpochMs);
  const before = valueAt(one.object, "spec", "template", "metadata", "annotations", RESTARTED_AT);
  if (before === now)
    return {
      refusal: `failed to create patch for ${one.object.metadata.name ?? ""}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
      isPlain: true,
    };
  const annotations = { [RESTARTED_AT]: now };
  return { body: { spec: { template: { metadata: { annotations } } } } };
});
