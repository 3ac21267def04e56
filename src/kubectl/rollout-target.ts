import type { Invocation, Steps } from "./command.ts";
import { failure } from "./failure.ts";
import { namesFiles } from "./kustomization.ts";
import { FILE_FLAGS, type Found, fetchTargets, SELECTOR_FLAGS, targetsOf } from "./target.ts";
import type { FlagSpec } from "./flags.ts";

/** Flags that name what a rollout command works on. */
export const ROLLOUT_FLAGS: readonly FlagSpec[] = [...FILE_FLAGS, ...SELECTOR_FLAGS];

/** Reads the objects a rollout command names. */
export function* rolloutTargets(
  invocation: Invocation,
): Steps<{ found: Found[]; failures: Error[] }> {
  const { args, flags } = invocation;
  if (args.length === 0 && !namesFiles(flags)) throw failure("required resource not specified");
  return yield* fetchTargets(targetsOf(invocation, args, { allowAll: true }));
}
