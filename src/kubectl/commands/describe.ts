import { StatusError } from "#core/api/status.ts";
import { listObjects, print, printError } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { describeGeneric } from "../describers/generic.ts";
import { describers } from "../describers/index.ts";
import { failure, isFailureToPrint, throwGathered } from "../failure.ts";
import { namesFiles } from "../kustomization.ts";
import {
  ALL_NAMESPACES_FLAG,
  FILE_FLAGS,
  type Found,
  fetchTargets,
  namespaceFor,
  SELECTOR_FLAGS,
  type Target,
  targetsOf,
  warnOfShortNames,
} from "../target.ts";

const NO_TYPE =
  'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.';

export const describe = defineCommand({
  name: "describe",
  flags: [
    ...SELECTOR_FLAGS,
    ...FILE_FLAGS,
    ALL_NAMESPACES_FLAG,
    { name: "show-events", type: "bool" },
    { name: "chunk-size", type: "int" },
  ],
  *run(invocation) {
    const { args, flags } = invocation;
    if (args.length === 0 && !namesFiles(flags)) throw failure(NO_TYPE);
    const targets = targetsOf(invocation, args, { allowAll: true });
    yield* warnOfShortNames(invocation);
    const { found, failures, isMatch = false } = yield* fetchOrMatch(targets);
    let isFirst = true;
    for (const one of found) {
      try {
        const text = yield* describeOne(invocation, one);
        yield* print(isMatch ? `${text}\n` : isFirst ? text : `\n\n${text}`);
        isFirst = false;
      } catch (error) {
        if (!isFailureToPrint(error)) throw error;
        failures.push(error);
      }
    }
    if (found.length === 0 && failures.length === 0) {
      const isEverywhere =
        flags.on("all-namespaces") || targets.every((target) => !target.resource.namespaced);
      yield* printError(
        isEverywhere
          ? "No resources found\n"
          : `No resources found in ${namespaceFor(invocation)} namespace.\n`,
      );
    }
    throwGathered(failures);
  },
});

/** A name nobody has is taken for the beginning of names. Models DescribeOptions.DescribeMatchingResources. */
function* fetchOrMatch(
  targets: readonly Target[],
): Steps<{ found: Found[]; failures: Error[]; isMatch?: boolean }> {
  const fetched = yield* fetchTargets(targets);
  const [target] = targets;
  const [problem] = fetched.failures;
  const isMissing = problem instanceof StatusError && problem.reason === "NotFound";
  if (!target || target.type !== "name" || targets.length !== 1 || !isMissing) return fetched;
  const objects = yield* listObjects(target.resource, target.namespace);
  const matching = objects.filter((object) => object.metadata.name?.startsWith(target.name));
  if (matching.length === 0) return fetched;
  return {
    found: matching.map((object) => ({ resource: target.resource, object, source: "" })),
    failures: [],
    isMatch: true,
  };
}

function* describeOne({ session, flags }: Invocation, { resource, object }: Found): Steps<string> {
  const context = { session, showEvents: flags.on("show-events", true) };
  const describer = describers.find(
    (each) => each.kind === resource.kind && each.group === resource.group,
  );
  return describer
    ? yield* describer.describe(object, context)
    : yield* describeGeneric(object, context);
}
