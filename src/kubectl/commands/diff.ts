import type { KubeObject } from "#core/api/meta.ts";
import { callObject, findObject, print, printError } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure, failureText, isFailureToPrint, throwGathered } from "../failure.ts";
import { checkKustomize } from "../kustomization.ts";
import { textsAt } from "../json.ts";
import { LAST_APPLIED, lastApplied } from "../last-applied.ts";
import { masked } from "../secret-mask.ts";
import { requestOptions } from "../request-options.ts";
import { FILE_FLAGS, fileTargets, SELECTOR_FLAGS, type FileTarget } from "../target.ts";
import { threeWayPatch } from "../three-way.ts";
import { unifiedDiff } from "../unified-diff.ts";
import { printYaml } from "../yaml/print.ts";

const DIFFERS = 1;
/** A failure must not be taken for a difference. */
const FAILED = 2;

export const diff = defineCommand({
  name: "diff",
  flags: [
    ...FILE_FLAGS,
    ...SELECTOR_FLAGS,
    { name: "server-side", type: "bool" },
    { name: "force-conflicts", type: "bool" },
    { name: "field-manager", type: "text" },
    { name: "show-managed-fields", type: "bool" },
    { name: "prune", type: "bool" },
    { name: "prune-allowlist", type: "list" },
    { name: "concurrency", type: "int" },
  ],
  *run(invocation) {
    try {
      return (yield* printDifferences(invocation)) ? DIFFERS : 0;
    } catch (error) {
      if (!isFailureToPrint(error)) throw error;
      yield* printError(failureText(error));
      return FAILED;
    }
  },
});

/** Whether anything differs. */
function* printDifferences(invocation: Invocation): Steps<boolean> {
  const files = invocation.flags.list("filename");
  checkKustomize(invocation);
  if (files.length === 0) throw failure("must specify one of -f and -k");
  const { targets, failures } = fileTargets(invocation, files);
  throwGathered(failures);
  let isDifferent = false;
  for (const target of targets) {
    const text = yield* differenceOf(invocation, target);
    if (text === "") continue;
    isDifferent = true;
    yield* print(text);
  }
  return isDifferent;
}

function* differenceOf(invocation: Invocation, target: FileTarget): Steps<string> {
  const { resource, namespace, name } = target;
  const live = yield* findObject(resource, namespace, name);
  const merged = yield* mergedObject(invocation, target, live);
  const isSecret = resource.group === "" && resource.kind === "Secret";
  const [from, to] = isSecret ? masked(live, merged) : [live, merged];
  const [before, after] = [from, to].map((object) =>
    object === undefined ? "" : printYaml(object && withoutOwners(invocation, object)),
  );
  const { group, version, kind } = resource;
  const file = [group, version, kind, namespace, name].filter((part) => part !== "").join(".");
  return unifiedDiff(
    { name: `/tmp/LIVE/${file}`, text: before ?? "" },
    { name: `/tmp/MERGED/${file}`, text: after ?? "" },
  );
}

/** What the file says of the object, with annotations even where there are none. Models util.GetModifiedConfiguration. */
function configurationOf(object: KubeObject): KubeObject {
  const { [LAST_APPLIED]: _kept, ...annotations } = textsAt(object, "metadata", "annotations");
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function withoutOwners({ flags }: Invocation, object: unknown): unknown {
  if (flags.on("show-managed-fields")) return object;
  const { metadata, ...rest } = object as { readonly metadata?: object };
  return { ...rest, metadata: { ...metadata, managedFields: undefined } };
}

/** What the object would be: tried on the server, kept nowhere. */
function* mergedObject(
  invocation: Invocation,
  target: FileTarget,
  live: Parameters<typeof lastApplied>[0] | undefined,
): Steps<unknown> {
  const { resource, namespace, name, object } = target;
  const isServerSide = invocation.flags.on("server-side");
  const fieldManager = isServerSide ? "kubectl" : "kubectl-client-side-apply";
  const options = requestOptions(invocation, { fieldManager, dryRun: "server" });
  const place = { resource, namespace, name };
  if (isServerSide) {
    const force = invocation.flags.on("force-conflicts");
    const given = { ...options, force };
    return yield* callObject({
      ...place,
      verb: "patch",
      patchType: "apply",
      body: object,
      options: given,
    });
  }
  const modified = configurationOf(object);
  if (!live)
    return yield* callObject({ resource, namespace, verb: "create", body: modified, options });
  const { type, body } = threeWayPatch({
    original: lastApplied(live),
    modified,
    current: live,
    resource,
  });
  if (Object.keys(body).length === 0) return live;
  return yield* callObject({ ...place, verb: "patch", patchType: type, body, options });
}
