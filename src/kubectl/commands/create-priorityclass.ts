import type { KubeObject } from "#core/api/meta.ts";
import { createObject, onlyName } from "../create-object.ts";
import { defineCommand } from "../command.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

export const createPriorityClass = defineCommand({
  name: "priorityclass",
  aliases: ["pc"],
  flags: [
    ...GENERATOR_FLAGS,
    { name: "value", type: "int", bits: 32 },
    { name: "global-default", type: "bool" },
    { name: "description", type: "text" },
    {
      name: "preemption-policy",
      type: "text",
      choices: ["PreemptLowerPriority", "Never"],
    },
  ],
  *run(invocation) {
    const name = onlyName(invocation);
    const { flags } = invocation;
    const description = flags.text("description");
    const object = {
      apiVersion: "scheduling.k8s.io/v1",
      ...(description !== "" && { description }),
      ...(flags.on("global-default") && { globalDefault: true }),
      kind: "PriorityClass",
      metadata: { name },
      preemptionPolicy: flags.text("preemption-policy", "PreemptLowerPriority"),
      value: flags.int("value", 0),
    };
    yield* createObject(invocation, {
      type: "priorityclasses.scheduling.k8s.io",
      object: object as unknown as KubeObject,
      fieldManager: "kubectl-create",
      did: "created",
      failing: "priorityclass",
    });
  },
});
