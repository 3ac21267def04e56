import { RECORD_FLAG, recorded } from "../record.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { StatusError } from "#core/api/status.ts";
import { type Ask, callObject, findObject, print, printError } from "../api.ts";
import { SERVER_SIDE_MANAGER, takeOverFromClient } from "../apply-ownership.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import type { ApiResource } from "../define.ts";
import {
  CommandFailure,
  failure,
  isFailureToPrint,
  throwGathered,
  withSource,
} from "../failure.ts";
import { goJson, textAt, textsAt } from "../json.ts";
import { LAST_APPLIED, lastApplied, withLastApplied } from "../last-applied.ts";
import {
  CHANGE_FLAGS,
  type DryRun,
  dryRunOf,
  dryRunSuffix,
  OUTPUT_FLAGS,
  printerOf,
  VALIDATE_FLAG,
} from "../output.ts";
import { apiVersionOf, resultName } from "../resources.ts";
import { FILE_FLAGS, fileTargets, SELECTOR_FLAGS, type FileTarget } from "../target.ts";
import { threeWayPatch } from "../three-way.ts";
import { type Applied, checkPrune, prune, PRUNE_FLAGS } from "../prune.ts";
import { checkKustomize } from "../kustomization.ts";
import { editLastApplied, setLastApplied, viewLastApplied } from "./apply-last-applied.ts";
import { requestOptions } from "../request-options.ts";

export const apply = defineCommand({
  name: "apply",
  flags: [
    ...FILE_FLAGS,
    ...OUTPUT_FLAGS,
    ...CHANGE_FLAGS,
    ...SELECTOR_FLAGS,
    VALIDATE_FLAG,
    RECORD_FLAG,
    ...PRUNE_FLAGS,
    { name: "server-side", type: "bool" },
    {
      name: "force-conflicts",
      type: "bool",
    },
    { name: "overwrite", type: "bool" },
    { name: "force", type: "bool" },
    { name: "wait", type: "bool" },
    { name: "cascade", type: "text", bare: "background" },
    { name: "grace-period", type: "int" },
    { name: "openapi-patch", type: "bool" },
    { name: "timeout", type: "duration" },
  ],
  subcommands: [editLastApplied, setLastApplied, viewLastApplied],
  *run(invocation) {
    const { flags, path, args } = invocation;
    checkKustomize(invocation);
    if (args.length > 0)
      throw new CommandFailure(
        `Unexpected args: [${args.join(" ")}]\nSee '${path} -h' for help and examples`,
      );
    const files = flags.list("filename");
    if (files.length === 0) throw failure("must specify one of -f and -k");
    checkPrune(invocation);
    const dryRun = dryRunOf(invocation);
    requestOptions(invocation, { fieldManager: SERVER_SIDE_MANAGER });
    if (flags.on("force") && flags.on("server-side"))
      throw failure("--force cannot be used with --server-side");
    if (flags.on("force-conflicts") && !flags.on("server-side"))
      throw failure("--force-conflicts only works with --server-side");
    if (flags.on("server-side") && dryRun === "client")
      throw failure(
        "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
      );
    const { targets, failures } = fileTargets(invocation, files);
    if (targets.length === 0 && failures.length === 0) throw failure("no objects passed to apply");
    const objects: KubeObject[] = [];
    for (const target of targets) {
      try {
        objects.push(yield* applyOne(invocation, target, dryRun));
      } catch (error) {
        if (!isFailureToPrint(error)) throw error;
        failures.push(error);
      }
    }
    yield* printApplied(invocation, objects);
    if (flags.on("prune") && failures.length === 0)
      yield* prune(invocation, appliedIn(objects), dryRun);
    throwGathered(failures);
  },
});

function appliedIn(objects: readonly KubeObject[]): Applied {
  return {
    uids: new Set(objects.map(({ metadata }) => metadata.uid ?? "")),
    namespaces: new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? [])),
  };
}

function* printApplied(invocation: Invocation, objects: readonly KubeObject[]): Steps<void> {
  const printer = printerOf(invocation, { withTables: false });
  const [only] = objects;
  if (!printer || !only) return;
  const list = {
    apiVersion: "v1",
    items: objects,
    kind: "List",
    metadata: { resourceVersion: "" },
  };
  yield* print(printer(objects.length === 1 ? only : list));
}

function* applyOne(invocation: Invocation, target: FileTarget, dryRun: DryRun): Steps<KubeObject> {
  const generateName = textAt(target.object, "metadata", "generateName");
  if (target.name === "" && generateName !== "")
    throw failure(`from ${generateName}: cannot use generate name with apply`);
  if (invocation.flags.on("server-side")) return yield* applyOnServer(invocation, target, dryRun);
  const modified = withLastApplied(recorded(target.object, invocation));
  const current = yield* currentOf(target);
  if (!current) return yield* createOne(invocation, target, modified, dryRun);
  if (dryRun === "client") {
    yield* say(invocation, target, "configured", dryRun);
    return current;
  }
  if (textsAt(current, "metadata", "annotations")[LAST_APPLIED] === undefined)
    yield* printError(missingAnnotation(target));
  const patch = threeWayPatch({
    original: lastApplied(current),
    modified,
    current,
    resource: target.resource,
  });
  if (Object.keys(patch.body).length === 0) {
    yield* say(invocation, target, "unchanged", dryRun);
    return current;
  }
  const patched = yield* sendPatch(invocation, target, patch, dryRun);
  yield* say(invocation, target, "configured", dryRun);
  return patched;
}

function missingAnnotation({ resource, name }: FileTarget): string {
  return (
    `Warning: resource ${resource.plural}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. ` +
    "kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. " +
    "The missing annotation will be patched automatically.\n"
  );
}

function* currentOf({
  resource,
  namespace,
  name,
  source,
}: FileTarget): Steps<KubeObject | undefined> {
  try {
    if (name === "") throw failure("resource name may not be empty");
    return yield* findObject(resource, namespace, name);
  } catch (error) {
    if (!isFailureToPrint(error)) throw error;
    const verb = `retrieving current configuration of:\n${describeTarget(resource, namespace, name)}\nfrom server for:`;
    throw sourced(error, verb, source);
  }
}

function* createOne(
  invocation: Invocation,
  target: FileTarget,
  modified: KubeObject,
  dryRun: DryRun,
): Steps<KubeObject> {
  const { resource, namespace, source } = target;
  let created = modified;
  if (dryRun !== "client") {
    try {
      const options = requestOptions(invocation, {
        fieldManager: "kubectl-client-side-apply",
        dryRun,
      });
      created = yield* callObject({ verb: "create", resource, namespace, body: modified, options });
    } catch (error) {
      if (!isFailureToPrint(error)) throw error;
      throw withSource(error, { verb: "creating", source });
    }
  }
  yield* say(invocation, target, "created", dryRun);
  return created;
}

function* sendPatch(
  invocation: Invocation,
  { resource, namespace, name, source }: FileTarget,
  patch: ReturnType<typeof threeWayPatch>,
  dryRun: DryRun,
): Steps<KubeObject> {
  try {
    const options = requestOptions(invocation, {
      fieldManager: "kubectl-client-side-apply",
      dryRun,
    });
    return yield* callObject({
      verb: "patch",
      resource,
      namespace,
      name,
      body: patch.body,
      patchType: patch.type,
      options,
    });
  } catch (error) {
    if (!isFailureToPrint(error)) throw error;
    throw sourced(
      error,
      `applying patch:\n${goJson(patch.body)}\nto:\n${describeTarget(resource, namespace, name)}\nfor:`,
      source,
    );
  }
}

function sourced(error: Error, verb: string, source: string): Error {
  return withSource(error, { verb, source });
}

/** Models resource.Info.String. */
function describeTarget(resource: ApiResource, namespace: string, name: string): string {
  const { group, version, plural, kind } = resource;
  return (
    `Resource: ${JSON.stringify(`${group}/${version}, Resource=${plural}`)}, ` +
    `GroupVersionKind: ${JSON.stringify(`${group}/${version}, Kind=${kind}`)}\n` +
    `Name: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace)}`
  );
}

function* say(
  invocation: Invocation,
  target: FileTarget,
  did: string,
  dryRun: DryRun,
): Steps<void> {
  if (printerOf(invocation, { withTables: false })) return;
  yield* print(`${resultName(target.resource, target.name)} ${did}${dryRunSuffix(dryRun)}\n`);
}

function* applyOnServer(
  invocation: Invocation,
  target: FileTarget,
  dryRun: DryRun,
): Steps<KubeObject> {
  const { resource, namespace, name, object } = target;
  const force = invocation.flags.on("force-conflicts");
  try {
    const fieldManager = SERVER_SIDE_MANAGER;
    const options = { ...requestOptions(invocation, { fieldManager, dryRun }), force };
    const ask: Ask = {
      verb: "patch",
      resource,
      namespace,
      name,
      body: object,
      patchType: "apply",
      options,
      showsManagedFields: true,
    };
    const applied = yield* callObject(ask);
    const manager = invocation.flags.text("field-manager", fieldManager);
    const owned = yield* takeOverFromClient({ ask, applied, manager });
    yield* say(invocation, target, "serverside-applied", dryRun);
    return owned;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    throw isManagerConflict(error) ? failure(conflictText(error, resource)) : error;
  }
}

function isManagerConflict({ status }: StatusError): boolean {
  return status.details?.causes?.some((cause) => cause.reason === "FieldManagerConflict") ?? false;
}

function conflictText({ status }: StatusError, resource: ApiResource): string {
  const message =
    status.message ??
    `Apply failed with 1 conflict: conflict with another manager using ${apiVersionOf(resource)}`;
  return `${message}
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;
}
