import type { Invocation, Steps } from "./command.ts";
import { failure } from "./failure.ts";
import { fetchTargets, fileTargets, targetsOf, type Found } from "./target.ts";

/** What was found of what a line names, and what went wrong with the rest. */
export interface Targets {
  readonly found: readonly Found[];
  readonly failures: Error[];
}

/** What a command with `--local` changes: objects of the server, or with that flag those that files hold; `withoutFiles` is said when there are none. */
export function* editableTargets(
  invocation: Invocation,
  words: readonly string[],
  withoutFiles: string,
): Steps<Targets> {
  const { flags } = invocation;
  if (!flags.on("local"))
    return yield* fetchTargets(targetsOf(invocation, words, { all: flags.on("all") }));
  const files = flags.list("filename");
  if (files.length === 0) throw failure(withoutFiles);
  const { targets, failures } = fileTargets(invocation, files);
  return { found: targets.map((each) => ({ ...each, object: each.given })), failures };
}
