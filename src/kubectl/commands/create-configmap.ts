import type { KubeObject } from "#core/api/meta.ts";
import { APPEND_HASH_FLAG, withContentHash } from "../content-hash.ts";
import { createObject, onlyName } from "../create-object.ts";
import { DATA_FLAGS, dataOf } from "../data-sources.ts";
import { defineCommand } from "../command.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

export const createConfigMap = defineCommand({
  name: "configmap",
  aliases: ["cm"],
  flags: [...GENERATOR_FLAGS, ...DATA_FLAGS, APPEND_HASH_FLAG],
  *run(invocation) {
    const name = onlyName(invocation);
    const data = dataOf(invocation, { kind: "ConfigMap", name });
    const object = {
      apiVersion: "v1",
      ...(Object.keys(data).length > 0 && { data }),
      kind: "ConfigMap",
      metadata: { name },
    };
    yield* createObject(invocation, {
      type: "configmaps",
      object: withContentHash(object as KubeObject, invocation.flags),
      fieldManager: "kubectl-create",
      did: "created",
      failing: "configmap",
    });
  },
});
