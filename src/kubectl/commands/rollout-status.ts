import { findObject, print } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure, isFailureToPrint, throwGathered } from "../failure.ts";
import { rolloutStatusOf } from "../rollout-text.ts";
import { ROLLOUT_FLAGS, rolloutTargets } from "../rollout-target.ts";
import type { Found } from "../target.ts";
import { watchObject } from "../wait.ts";

const WEEK_MS = 168 * 3_600_000;

export const rolloutStatus = defineCommand({
  name: "status",
  flags: [
    ...ROLLOUT_FLAGS,
    {
      name: "watch",
      short: "w",
      type: "bool",
    },
    { name: "revision", type: "int" },
    { name: "timeout", type: "duration" },
  ],
  *run(invocation) {
    const { flags } = invocation;
    if (flags.int("revision", 0) < 0)
      throw failure(`revision must be a positive integer: ${flags.int("revision", 0)}`);
    const { found, failures } = yield* rolloutTargets(invocation);
    for (const one of found) {
      try {
        yield* follow(invocation, one);
      } catch (error) {
        if (!isFailureToPrint(error)) throw error;
        failures.push(error);
      }
    }
    throwGathered(failures);
  },
});

function* follow({ session, flags }: Invocation, { resource, object: seen }: Found): Steps<void> {
  // While the one before was followed this one has changed.
  const { namespace = "", name = "" } = seen.metadata;
  const object = (yield* findObject(resource, namespace, name)) ?? seen;
  const revision = flags.int("revision", 0);
  const first = rolloutStatusOf(object, revision);
  yield* print(first.message);
  if (first.isDone || !flags.on("watch", true)) return;
  const deadline = session.nowEpochMs() + (flags.duration("timeout", 0) || WEEK_MS);
  const ended = yield* watchObject<true>(session, { resource, object, deadline }, function* (next) {
    const status = rolloutStatusOf(next, revision);
    yield* print(status.message);
    return status.isDone ? true : undefined;
  });
  if (ended.type === "deleted") throw failure("object has been deleted");
  if (ended.type === "timeout") throw failure("timed out waiting for the condition");
}
