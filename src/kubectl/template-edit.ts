import { recorded } from "./record.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { Container, PodSpec } from "#core/api/schema/generated/types.ts";
import { StatusError } from "#core/api/status.ts";
import { callObject, type Ask } from "./api.ts";
import type { Invocation, Steps } from "./command.ts";
import { failure, isFailureToPrint, throwGathered } from "./failure.ts";
import type { ApiResource } from "./define.ts";
import { editableTargets, type Targets } from "./editable-targets.ts";
import type { FlagSpec } from "./flags.ts";
import { goTypeOf } from "./go-type.ts";
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
  { name: "all", type: "bool" },
  { name: "local", type: "bool" },
];

/** What a `set` command changes. */
export function editTargets(invocation: Invocation, words: readonly string[]): Steps<Targets> {
  return editableTargets(
    invocation,
    words,
    "you must specify resources by --filename when --local is set.\n" +
      "Example resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'",
  );
}

/** The pod spec inside an object. Throws kubectl's text for a kind that has none. */
export function podSpecOf(
  object: KubeObject,
  resource: Pick<ApiResource, "plural">,
): {
  readonly spec: PodSpec;
  readonly path: readonly string[];
} {
  const path = templatePath(object);
  if (!path)
    throw failure(
      `${resource.plural}/${object.metadata.name ?? ""} the object is not a pod or does not have a pod template: ${goTypeOf(object)}`,
    );
  const full = [...path, "spec"];
  return { spec: valueAt(object, ...full) as PodSpec, path: full };
}

/** Whether a container's name matches a pattern, in which `*` stands for anything. Models set.selectContainers. */
export function containerFilter(pattern: string): (container: Container) => boolean {
  const expression = new RegExp(
    `^${pattern
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*")}$`,
  );
  return (container) => expression.test(container.name);
}

/** Containers changed by a function, init containers too. */
export function mapContainers(spec: PodSpec, change: (container: Container) => Container): PodSpec {
  return {
    ...spec,
    containers: spec.containers.map(change),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(change) }),
  };
}

/** How a change is told of. */
interface Edited {
  readonly did: string;
  /** What the server's refusal is told behind. */
  readonly failing?: string;
  /** Also where nothing changed a patch is sent and told of. */
  readonly tellsAlways?: boolean;
  /** Only this version of the object is changed. */
  readonly resourceVersion?: string;
}

type ObjectEdit = Edited & { change(object: KubeObject, resource: ApiResource): KubeObject };

function* sent(failing: string | undefined, ask: Ask): Steps<KubeObject> {
  try {
    return yield* callObject(ask);
  } catch (error) {
    if (failing === undefined || !(error instanceof StatusError)) throw error;
    throw failure(`${failing} ${error.message}`);
  }
}

/** Sends a changed pod spec as a patch and reports it; says nothing when nothing changed. Models set.PatchFn. */
export function* patchTemplates(
  invocation: Invocation,
  { found, failures }: { readonly found: readonly Found[]; readonly failures: Error[] },
  {
    change,
    ...edit
  }: Edited & { change(spec: PodSpec, object: KubeObject, resource: ApiResource): PodSpec },
): Steps<void> {
  yield* patchObjects(
    invocation,
    { found, failures },
    {
      ...edit,
      change(object, resource) {
        const { spec, path } = podSpecOf(object, resource);
        return withValue(object, path, change(spec, object, resource)) as KubeObject;
      },
    },
  );
}

/** The same for objects as a whole. */
export function* patchObjects(
  invocation: Invocation,
  { found, failures }: { readonly found: readonly Found[]; readonly failures: Error[] },
  edit: ObjectEdit,
): Steps<void> {
  for (const one of found) {
    try {
      yield* patchObject(invocation, one, edit);
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
  { did, failing, tellsAlways, resourceVersion, change }: ObjectEdit,
): Steps<void> {
  const changed = recorded(change(object, resource), invocation);
  const patch = twoWayPatch(resource, object, changed);
  const { name = "", namespace = "" } = object.metadata;
  if (invocation.flags.on("local"))
    return yield* report(invocation, { resource, name, object: changed, did });
  if (Object.keys(patch.body).length === 0 && tellsAlways !== true) {
    if (printerOf(invocation, { withTables: false }))
      yield* report(invocation, { resource, name, object, did });
    return;
  }
  const dryRun = dryRunOf(invocation);
  const options = requestOptions(invocation, { fieldManager: "kubectl-set", dryRun });
  const result =
    dryRun === "client"
      ? changed
      : yield* sent(failing, {
          verb: "patch",
          resource,
          namespace,
          name,
          patchType: patch.type,
          body: { ...patch.body, ...(resourceVersion && { metadata: { resourceVersion } }) },
          options,
        });
  yield* report(invocation, { resource, name, object: result, did }, dryRun);
}
