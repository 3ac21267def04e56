import type { KubeObject } from "#core/api/meta.ts";
import type { Invocation } from "./command.ts";
import { failure } from "./failure.ts";
import type { FlagSpec } from "./flags.ts";
import { patchedLocally, type LocalPatch } from "./local-patch.ts";
import { resourceFor } from "./resources.ts";

const TYPES = ["json", "merge", "strategic"] as const;

/** Flags of generators whose object may be changed by hand. */
export const OVERRIDE_FLAGS: readonly FlagSpec[] = [
  { name: "overrides", type: "text" },
  {
    name: "override-type",
    type: "text",
    choices: TYPES,
  },
];

/** The object with what `--overrides` says laid over it. Models cmdutil.OverrideOptions. */
export function overridden(
  { session, flags }: Pick<Invocation, "flags" | "session">,
  type: string,
  object: KubeObject,
): KubeObject {
  const text = flags.text("overrides");
  const wanted = flags.text("override-type", "merge");
  const patchType = TYPES.find((each) => each === wanted);
  if (!patchType) throw failure(`invalid override type: ${wanted}`);
  if (text === "") return object;
  const patch: LocalPatch = { type: patchType, body: parsed(text) };
  return patchedLocally(resourceFor(session, type), object, patch) as KubeObject;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw failure("Invalid JSON Patch");
  }
}
