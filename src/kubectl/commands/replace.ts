import { call, callObject, findObject, print } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure, isFailureToPrint, throwGathered, withSource } from "../failure.ts";
import {
  CHANGE_FLAGS,
  type DryRun,
  dryRunOf,
  OUTPUT_FLAGS,
  report,
  VALIDATE_FLAG,
} from "../output.ts";
import { checkKustomize } from "../kustomization.ts";
import { writeRaw } from "../raw.ts";
import { requestOptions } from "../request-options.ts";
import { kindName } from "../resources.ts";
import { FILE_FLAGS, fileTargets, type FileTarget } from "../target.ts";
import { waitUntilDeleted } from "../wait.ts";

const WEEK_MS = 168 * 3_600_000;

export const replace = defineCommand({
  name: "replace",
  flags: [
    ...FILE_FLAGS,
    ...OUTPUT_FLAGS,
    ...CHANGE_FLAGS,
    VALIDATE_FLAG,
    { name: "force", type: "bool" },
    { name: "grace-period", type: "int" },
    { name: "timeout", type: "duration" },
    { name: "save-config", type: "bool" },
    { name: "raw", type: "text" },
    { name: "cascade", type: "text", bare: "background" },
    { name: "wait", type: "bool" },
    { name: "subresource", type: "text" },
  ],
  *run(invocation) {
    const { flags } = invocation;
    const files = flags.list("filename");
    if (flags.text("raw") !== "") return yield* writeRaw(invocation, "update");
    checkKustomize(invocation);
    if (files.length === 0) throw failure("must specify one of -f and -k");
    const dryRun = dryRunOf(invocation);
    const { targets, failures } = fileTargets(invocation, files);
    for (const target of targets) {
      try {
        if (flags.on("force")) yield* replaceByForce(invocation, target);
        else yield* replaceOne(invocation, target, dryRun);
      } catch (error) {
        if (!isFailureToPrint(error)) throw error;
        failures.push(withSource(error, { verb: "replacing", source: target.source }));
      }
    }
    throwGathered(failures);
  },
});

function* replaceOne(invocation: Invocation, target: FileTarget, dryRun: DryRun): Steps<void> {
  const { resource, namespace, name, object } = target;
  const options = requestOptions(invocation, { fieldManager: "kubectl-replace", dryRun });
  const subresource = invocation.flags.text("subresource");
  let replaced = object;
  if (dryRun !== "client") {
    const live = yield* callObject({ verb: "get", resource, namespace, name, subresource });
    const version = object.metadata.resourceVersion ?? live.metadata.resourceVersion;
    const metadata = {
      ...object.metadata,
      ...(version !== undefined && { resourceVersion: version }),
    };
    const body = { ...object, metadata };
    replaced = yield* callObject({
      verb: "update",
      resource,
      namespace,
      name,
      subresource,
      body,
      options,
    });
  }
  yield* report(invocation, { resource, name, object: replaced, did: "replaced" }, dryRun);
}

function* replaceByForce(invocation: Invocation, target: FileTarget): Steps<void> {
  const { resource, namespace, name, object } = target;
  const live = yield* findObject(resource, namespace, name);
  if (live) {
    const propagationPolicy = "Background";
    const seconds = invocation.flags.int("grace-period", -1);
    const options = {
      propagationPolicy,
      ...(seconds >= 0 && { gracePeriodSeconds: seconds }),
    } as const;
    yield* call({ verb: "delete", resource, namespace, name, options });
    const place = namespace === "" ? "" : ` from ${namespace} namespace`;
    yield* print(`${kindName(resource)} ${JSON.stringify(name)} deleted${place}\n`);
    const rest = yield* findObject(resource, namespace, name);
    const deadline = invocation.session.nowEpochMs() + WEEK_MS;
    if (rest) yield* waitUntilDeleted(invocation.session, { resource, object: rest, deadline });
  }
  const options = requestOptions(invocation, { fieldManager: "kubectl-replace" });
  const made = yield* callObject({ verb: "create", resource, namespace, body: object, options });
  yield* report(invocation, { resource, name, object: made, did: "replaced" });
}
