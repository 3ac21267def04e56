import type { KubeObject } from "#core/api/meta.ts";
import type { Container, PodSpec } from "#core/api/schema/generated/types.ts";
import { callObject } from "./api.ts";
import type { Invocation, Steps } from "./command.ts";
import { failure, isFailureToPrint, throwGathered } from "./failure.ts";
import type { FlagSpec } from "./flags.ts";
import { CHANGE_FLAGS, dryRunOf, OUTPUT_FLAGS, printerOf, report } from "./output.ts";
import { templatePath, withValue } from "./pod-template.ts";
import { valueAt } from "./json.ts";
import { requestOptions } from "./request-options.ts";
import { FILE_FLAGS, type Found, SELECTOR_FLAGS } from "./target.ts";
import { twoWayPatch } from "./three-way.ts";

/** Flags of every `set SUBCOMMAND`. */
export const TEMPLATE_EDIT_FLAGS: readonly FlagSpec[] = [
  ...OUTPUT_FLAGS,
  ...CHANGE_FLAGS,
  ...FILE_FLAGS,
  ...SELECTOR_FLAGS,
  { name: "all", type: "bool", usage: "Change every object of the types." },
];

/** The pod spec inside an object. Throws kubectl's text for a kind that has none. */
export function podSpecOf(object: KubeObject): {
  readonly spec: PodSpec;
  readonly path: readonly string[];
} {
  const path = templatePath(object);
  if (!path)
    throw failure(
      `the object is not a pod or does not have a pod template: ${object.apiVersion}, Kind=${object.kind}`,
    );
  const full = [...path, "spec"];
  return { spec: valueAt(object, ...full) as PodSpec, path: full };
}

/** Containers changed by a function, init containers too. */
export function mapContainers(spec: PodSpec, change: (container: Container) => Container): PodSpec {
  return {
    ...spec,
    containers: spec.containers.map(change),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(change) }),
  };
}

/** Sends a changed pod spec as a patch and reports it; says nothing when nothing changed. Models set.PatchFn. */
export function* patchTemplates(
  invocation: Invocation,
  { found, failures }: { readonly found: readonly Found[]; readonly failures: Error[] },
  { did, change }: { readonly did: string; change(spec: PodSpec, object: KubeObject): PodSpec },
): Steps<void> {
  yield* patchObjects(
    invocation,
    { found, failures },
    {
      did,
      change(object) {
        const { spec, path } = podSpecOf(object);
        return withValue(object, path, change(spec, object)) as KubeObject;
      },
    },
  );
}

/** The same for objects as a whole. */
export function* patchObjects(
  invocation: Invocation,
  { found, failures }: { readonly found: readonly Found[]; readonly failures: Error[] },
  { did, change }: { readonly did: string; change(object: KubeObject): KubeObject },
): Steps<void> {
  for (const one of found) {
    try {
      yield* patchObject(invocation, one, { did, change });
    } catch (error) {
      if (!isFailureToPrint(error)) throw error;
      failures.push(error);
    }
  }
  throwGathered(failures);
}

function* patchObject(
  invocation: Invocation,
  { resource, object }: Found,
  { did, change }: { readonly did: string; change(object: KubeObject): KubeObject },
): Steps<void> {
  const changed = change(object);
  const patch = twoWayPatch(resource, object, changed);
  const { name = "", namespace = "" } = object.metadata;
  if (Object.keys(patch.body).length === 0) {
    if (printerOf(invocation, { withTables: false }))
      yield* report(invocation, { resource, name, object, did });
    return;
  }
  const dryRun = dryRunOf(invocation);
  const options = requestOptions(invocation, { fieldManager: "kubectl-set", dryRun });
  const result =
    dryRun === "client"
      ? changed
      : yield* callObject({
          verb: "patch",
          resource,
          namespace,
          name,
          patchType: patch.type,
          body: patch.body,
          options,
        });
  yield* report(invocation, { resource, name, object: result, did }, dryRun);
}
