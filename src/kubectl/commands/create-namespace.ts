import type { KubeObject } from "#core/api/meta.ts";
import { createObject, onlyName } from "../create-object.ts";
import { defineCommand } from "../command.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

export const createNamespace = defineCommand({
  name: "namespace",
  aliases: ["ns"],
  flags: GENERATOR_FLAGS,
  *run(invocation) {
    const object = {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: onlyName(invocation) },
      spec: {},
      status: {},
    };
    yield* createObject(invocation, {
      type: "namespaces",
      object: object as KubeObject,
      fieldManager: "kubectl-create",
      did: "created",
    });
  },
});
