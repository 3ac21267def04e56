import type { KubeObject } from "#core/api/meta.ts";
import { callObject, type Ask } from "./api.ts";
import type { Invocation, Steps } from "./command.ts";
import type { FlagSpec } from "./flags.ts";

/** Annotation that says why an object is as it is. */
export const CHANGE_CAUSE = "kubernetes.io/change-cause";

/** Out of use, and still typed by many. */
export const RECORD_FLAG: FlagSpec = {
  name: "record",
  type: "bool",
  deprecated: "--record will be removed in the future",
};

/** The object with the command line as what caused its change, where that was asked for. Models genericclioptions ChangeCauseRecorder. */
export function recorded<Kind extends KubeObject>(object: Kind, invocation: Invocation): Kind {
  if (!invocation.flags.on("record")) return object;
  const { metadata } = object;
  const annotations = { ...metadata.annotations, [CHANGE_CAUSE]: lineOf(invocation) };
  return { ...object, metadata: { ...metadata, annotations } };
}

/** Records the cause of a change that was made without the object itself, by a patch of its own. Models MakeRecordMergePatch. */
export function* recordAfterwards(
  invocation: Invocation,
  place: Pick<Ask, "resource" | "namespace" | "name">,
  object: KubeObject,
): Steps<KubeObject> {
  if (!invocation.flags.on("record")) return object;
  const annotations = { [CHANGE_CAUSE]: lineOf(invocation) };
  const body = { metadata: { annotations } };
  return yield* callObject({ ...place, verb: "patch", patchType: "merge", body });
}

/** Words first, then flags: what was typed, put in order. Models parseCommandArguments. */
function lineOf({ path, args, spelled }: Invocation): string {
  return [path, ...args, ...spelled].join(" ");
}
