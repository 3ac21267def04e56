import type { KubeObject } from "#core/api/meta.ts";
import { createObject, onlyName } from "../create-object.ts";
import { DATA_FLAGS, dataOf } from "../data-sources.ts";
import { defineCommand } from "../command.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

export const createConfigMap = defineCommand({
  name: "configmap",
  aliases: ["cm"],
  summary: "Create a config map from a local file or literal value",
  usage:
    "NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]",
  examples: ["kubectl create configmap app --from-literal=mode=fast"],
  flags: [...GENERATOR_FLAGS, ...DATA_FLAGS],
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
      object: object as KubeObject,
      fieldManager: "kubectl-create",
      did: "created",
      failing: "configmap",
    });
  },
});
