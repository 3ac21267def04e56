import type { KubeObject } from "#core/api/meta.ts";
import { quantityProblem } from "#core/api/quantity.ts";
import { createObject, onlyName } from "../create-object.ts";
import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

export const createQuota = defineCommand({
  name: "quota",
  aliases: ["resourcequota"],
  flags: [...GENERATOR_FLAGS, { name: "hard", type: "text" }, { name: "scopes", type: "text" }],
  *run(invocation) {
    const name = onlyName(invocation);
    const hard = amountsOf(invocation.flags.text("hard"));
    const scopes = listOf(invocation.flags.text("scopes"));
    if (scopes.includes("")) throw failure('invalid resource quota scope ""');
    const object = {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name },
      spec: { ...(hard && { hard }), ...(scopes.length > 0 && { scopes }) },
      status: {},
    };
    yield* createObject(invocation, {
      type: "resourcequotas",
      object: object as unknown as KubeObject,
      fieldManager: "kubectl-create",
      did: "created",
      failing: "quota",
    });
  },
});

function listOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(",");
}

/** Models create_quota.go populateResourceListV1. */
function amountsOf(text: string): Readonly<Record<string, string>> | undefined {
  if (text === "") return undefined;
  return Object.fromEntries(
    text.split(",").map((pair) => {
      const [resource = "", amount = "", ...rest] = pair.split("=");
      if (!pair.includes("=") || rest.length > 0)
        throw failure(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
      const problem = quantityProblem(amount);
      if (problem !== undefined) throw failure(problem);
      return [resource, amount];
    }),
  );
}
