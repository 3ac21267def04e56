import { StatusError } from "#core/api/status.ts";
import { call, findObject, listObjects, print, printError } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import type { ApiResource } from "../define.ts";
import {
  argumentFailure,
  CommandFailure,
  failure,
  isFailureToPrint,
  throwGathered,
  withSource,
} from "../failure.ts";
import { textAt } from "../json.ts";
import { CHANGE_FLAGS, type DryRun, dryRunOf, dryRunSuffix, OUTPUT_FLAGS } from "../output.ts";
import { writeRaw } from "../raw.ts";
import { kindName } from "../resources.ts";
import {
  ALL_NAMESPACES_FLAG,
  FIELD_SELECTOR_FLAG,
  FILE_FLAGS,
  fileTargets,
  sayingWhat,
  SELECTOR_FLAGS,
  type Target,
  targetsOf,
} from "../target.ts";
import { waitUntilDeleted } from "../wait.ts";

const IMMEDIATE =
  "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. " +
  "The resource may continue to run on the cluster indefinitely.\n";
const WEEK_MS = 168 * 3_600_000;
/** Values of --cascade that older clients knew, and what they mean. */
const BOOLEAN_CASCADES: Readonly<Record<string, string>> = {
  true: "background",
  false: "orphan",
};

export const deleteCommand = defineCommand({
  name: "delete",
  flags: [
    ...FILE_FLAGS,
    ...SELECTOR_FLAGS,
    ...CHANGE_FLAGS,
    ...OUTPUT_FLAGS,
    FIELD_SELECTOR_FLAG,
    ALL_NAMESPACES_FLAG,
    { name: "all", type: "bool" },
    { name: "force", type: "bool" },
    { name: "grace-period", type: "int" },
    { name: "now", type: "bool" },
    { name: "ignore-not-found", type: "bool" },
    {
      name: "cascade",
      type: "text",
      bare: "background",
      choices: ["background", "foreground", "orphan"],
    },
    { name: "wait", type: "bool" },
    { name: "timeout", type: "duration" },
    { name: "interactive", short: "i", type: "bool" },
    { name: "raw", type: "text" },
  ],
  *run(invocation) {
    const { flags } = invocation;
    if (flags.text("raw") !== "") return yield* writeRaw(invocation, "delete");
    const output = flags.text("output");
    if (output !== "" && output !== "name")
      throw failure(`unexpected -o output mode: ${output}. We only support '-o name'`);
    const bare = BOOLEAN_CASCADES[flags.text("cascade")];
    if (bare !== undefined)
      yield* printError(
        `warning: --cascade=${flags.text("cascade")} is deprecated (boolean value) and can be replaced with --cascade=${bare}.\n`,
      );
    const options = deleteOptions(invocation);
    const dryRun = dryRunOf(invocation);
    const { targets, failures } = targetsToDelete(invocation);
    if (options.gracePeriodSeconds === 0) yield* printError(IMMEDIATE);
    const isSelecting = targets.some((target) => target.type === "select");
    const ignoresMissing = flags.on("ignore-not-found", isSelecting);
    const doomed = yield* expand(targets, failures);
    if (doomed.length === 0 && failures.length === 0) return yield* print("No resources found\n");
    const deleted: Deleted[] = [];
    for (const one of doomed) {
      const result = yield* attempt(invocation, one, options, dryRun);
      if (!(result instanceof Error)) deleted.push(result);
      else if (!(ignoresMissing && isNotFound(result))) failures.push(result);
    }
    if (flags.on("wait", true) && dryRun === "none")
      yield* waitForAll(invocation, deleted, failures);
    throwGathered(failures);
  },
});

interface Doomed {
  readonly resource: ApiResource;
  readonly namespace: string;
  readonly name: string;
  readonly source: string;
}

interface Deleted extends Doomed {
  /** "" when the server did not tell. */
  readonly uid: string;
}

interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy: "Background" | "Foreground" | "Orphan";
}

function deleteOptions({ flags, path }: Invocation): DeleteOptions {
  const cascade = flags.text("cascade", "background");
  const policies = {
    background: "Background",
    true: "Background",
    foreground: "Foreground",
    orphan: "Orphan",
    false: "Orphan",
  } as const;
  if (!Object.hasOwn(policies, cascade)) {
    throw new CommandFailure(
      `invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`,
    );
  }
  const propagationPolicy = policies[cascade as keyof typeof policies];
  if (flags.on("now") && flags.given("grace-period"))
    throw failure("--now and --grace-period cannot be specified together");
  const force = flags.on("force");
  let seconds = flags.on("now") ? 1 : flags.int("grace-period", -1);
  if (force && seconds > 0)
    throw argumentFailure(
      "--force and --grace-period greater than 0 cannot be specified together",
      path,
    );
  if (seconds === 0 && !force) seconds = 1;
  if (seconds < 0 && force) seconds = 0;
  return { propagationPolicy, ...(seconds >= 0 && { gracePeriodSeconds: seconds }) };
}

function targetsToDelete(invocation: Invocation): {
  targets: readonly Target[];
  failures: Error[];
} {
  const { flags, args } = invocation;
  const files = flags.list("filename");
  if (files.length > 0 && args.length === 0) return fileTargets(invocation, files);
  return { targets: targetsOf(invocation, args, { all: flags.on("all") }), failures: [] };
}

function* expand(targets: readonly Target[], failures: Error[]): Steps<Doomed[]> {
  const doomed: Doomed[] = [];
  for (const target of targets) {
    const { resource, namespace } = target;
    if (target.type !== "select") {
      doomed.push({
        resource,
        namespace,
        name: target.name,
        source: target.type === "file" ? target.source : "",
      });
      continue;
    }
    try {
      const objects = yield* sayingWhat(target, listObjects(resource, namespace, target.options));
      for (const { metadata } of objects)
        doomed.push({
          resource,
          namespace: metadata.namespace ?? "",
          name: metadata.name ?? "",
          source: "",
        });
    } catch (error) {
      if (!isFailureToPrint(error)) throw error;
      failures.push(error);
    }
  }
  return doomed;
}

function isNotFound(error: Error): boolean {
  return error instanceof StatusError && error.reason === "NotFound";
}

function* attempt(
  invocation: Invocation,
  one: Doomed,
  options: DeleteOptions,
  dryRun: DryRun,
): Steps<Deleted | Error> {
  const { resource, namespace, name, source } = one;
  try {
    if (dryRun === "client") {
      yield* say(invocation, one, options, dryRun);
      return { ...one, uid: "" };
    }
    const request = { ...options, ...(dryRun === "server" && { dryRun: true }) };
    const answer = yield* call({ verb: "delete", resource, namespace, name, options: request });
    yield* say(invocation, one, options, dryRun);
    return { ...one, uid: textAt(answer, "metadata", "uid") || textAt(answer, "details", "uid") };
  } catch (error) {
    if (!isFailureToPrint(error)) throw error;
    return withSource(error, { verb: "deleting", source });
  }
}

function* say(
  { flags }: Invocation,
  { resource, namespace, name }: Doomed,
  options: DeleteOptions,
  dryRun: DryRun,
): Steps<void> {
  if (flags.text("output") === "name") return yield* print(`${kindName(resource)}/${name}\n`);
  const did = options.gracePeriodSeconds === 0 ? "force deleted" : "deleted";
  const place = resource.namespaced ? ` from ${namespace} namespace` : "";
  yield* print(
    `${kindName(resource)} ${JSON.stringify(name)} ${did}${place}${dryRunSuffix(dryRun)}\n`,
  );
}

function* waitForAll(
  invocation: Invocation,
  deleted: readonly Deleted[],
  failures: Error[],
): Steps<void> {
  const { session, flags } = invocation;
  const timeoutMs = flags.duration("timeout", 0) || WEEK_MS;
  const deadline = session.nowEpochMs() + timeoutMs;
  for (const one of deleted) {
    const { resource, namespace, name } = one;
    const live = yield* findObject(resource, namespace, name);
    if (!live || (one.uid !== "" && live.metadata.uid !== one.uid)) continue;
    const isGone = yield* waitUntilDeleted(session, { resource, object: live, deadline });
    if (!isGone)
      failures.push(failure(`timed out waiting for the condition on ${resource.plural}/${name}`));
  }
}
