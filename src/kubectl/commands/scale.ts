import { RECORD_FLAG, recordAfterwards } from "../record.ts";
import { call, callObject } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure, isFailureToPrint, throwGathered } from "../failure.ts";
import { numberAt, textAt } from "../json.ts";
import { CHANGE_FLAGS, type DryRun, dryRunOf, OUTPUT_FLAGS, report } from "../output.ts";
import { FILE_FLAGS, type Found, fetchTargets, SELECTOR_FLAGS, targetsOf } from "../target.ts";

export const scale = defineCommand({
  name: "scale",
  flags: [
    ...FILE_FLAGS,
    ...SELECTOR_FLAGS,
    ...OUTPUT_FLAGS,
    ...CHANGE_FLAGS,
    RECORD_FLAG,
    { name: "all", type: "bool" },
    { name: "replicas", type: "int" },
    { name: "current-replicas", type: "int" },
    { name: "resource-version", type: "text" },
    { name: "timeout", type: "duration" },
  ],
  requiredFlags: ["replicas"],
  *run(invocation) {
    const { flags, args } = invocation;
    const replicas = flags.int("replicas", -1);
    if (replicas < 0)
      throw failure(
        "The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0",
      );
    const dryRun = dryRunOf(invocation);
    const targets = targetsOf(invocation, args, { all: flags.on("all") });
    const { found, failures } = yield* fetchTargets(targets);
    if (found.length === 0 && failures.length === 0) throw failure("no objects passed to scale");
    for (const one of found) {
      try {
        yield* scaleOne(invocation, one, replicas, dryRun);
      } catch (error) {
        if (!isFailureToPrint(error)) throw error;
        failures.push(error);
      }
    }
    throwGathered(failures);
  },
});

function* scaleOne(
  invocation: Invocation,
  { resource, object }: Found,
  replicas: number,
  dryRun: DryRun,
): Steps<void> {
  const { flags } = invocation;
  const { name = "", namespace = "" } = object.metadata;
  const place = {
    resource,
    namespace,
    name,
    subresource: "scale",
    options: dryRun === "server" ? { dryRun: true } : {},
  };
  const expected = flags.int("current-replicas", -1);
  const expectedVersion = flags.text("resource-version");
  if (dryRun !== "client") {
    if (expected < 0 && expectedVersion === "") {
      yield* call({ ...place, verb: "patch", patchType: "merge", body: { spec: { replicas } } });
    } else {
      const live = yield* callObject({ ...place, verb: "get" });
      const now = numberAt(live, "spec", "replicas") ?? 0;
      if (expected >= 0 && now !== expected)
        throw failure(`Expected replicas to be ${expected}, was ${now}`);
      const version = textAt(live, "metadata", "resourceVersion");
      if (expectedVersion !== "" && version !== expectedVersion) {
        throw failure(`Expected resource version to be ${expectedVersion}, was ${version}`);
      }
      yield* call({ ...place, verb: "update", body: { ...live, spec: { replicas } } });
    }
    if (dryRun === "none")
      yield* recordAfterwards(invocation, { resource, namespace, name }, object);
  }
  yield* report(invocation, { resource, name, object, did: "scaled" }, dryRun);
}
