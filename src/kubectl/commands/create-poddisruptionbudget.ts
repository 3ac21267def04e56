import type { KubeObject } from "#core/api/meta.ts";
import { createObject, onlyName } from "../create-object.ts";
import { defineCommand, type Invocation } from "../command.ts";
import { failure } from "../failure.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";
import { selectorObject } from "../label-selector-object.ts";

const BOUNDS = { "max-unavailable": "maxUnavailable", "min-available": "minAvailable" } as const;

export const createPodDisruptionBudget = defineCommand({
  name: "poddisruptionbudget",
  aliases: ["pdb"],
  flags: [
    ...GENERATOR_FLAGS,
    { name: "min-available", type: "text" },
    { name: "max-unavailable", type: "text" },
    { name: "selector", type: "text" },
  ],
  *run(invocation) {
    const name = onlyName(invocation);
    const selector = invocation.flags.text("selector");
    if (selector === "") throw failure("a selector must be specified");
    const object = {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name },
      spec: { ...boundOf(invocation), selector: selectorObject(selector) },
      status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
    };
    yield* createObject(invocation, {
      type: "poddisruptionbudgets.policy",
      object: object as unknown as KubeObject,
      fieldManager: "kubectl-create",
      did: "created",
      failing: "poddisruptionbudgets",
    });
  },
});

function boundOf({ flags }: Invocation): Readonly<Record<string, number | string>> {
  const given = (["max-unavailable", "min-available"] as const).filter(
    (flag) => flags.text(flag) !== "",
  );
  const [flag] = given;
  if (flag === undefined)
    throw failure("one of min-available or max-unavailable must be specified");
  if (given.length > 1) throw failure("min-available and max-unavailable cannot be both specified");
  const text = flags.text(flag);
  if (!/^[0-9]+%?$/.test(text)) throw failure(`invalid format specified for ${flag}`);
  return { [BOUNDS[flag]]: text.endsWith("%") ? text : Number(text) };
}
