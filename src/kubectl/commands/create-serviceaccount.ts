import type { KubeObject } from "#core/api/meta.ts";
import { createObject, onlyName } from "../create-object.ts";
import { defineCommand } from "../command.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

export const createServiceAccount = defineCommand({
  name: "serviceaccount",
  aliases: ["sa"],
  flags: GENERATOR_FLAGS,
  *run(invocation) {
    const object: KubeObject = {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: onlyName(invocation) },
    };
    yield* createObject(invocation, {
      type: "serviceaccounts",
      object,
      fieldManager: "kubectl-create",
      did: "created",
      failing: "serviceaccount",
    });
  },
});
