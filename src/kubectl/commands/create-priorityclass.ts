import type { KubeObject } from "#core/api/meta.ts";
import { createObject, onlyName } from "../create-object.ts";
import { defineCommand } from "../command.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

export const createPriorityClass = defineCommand({
  name: "priorityclass",
  aliases: ["pc"],
  summary: "Create a priority class with the specified name",
  usage: "NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]",
  examples: ["kubectl create priorityclass high --value=1000 --description='goes first'"],
  flags: [
    ...GENERATOR_FLAGS,
    { name: "value", type: "int", bits: 32, usage: "The priority of its pods." },
    { name: "global-default", type: "bool", usage: "Use it for pods that name none." },
    { name: "description", type: "text", usage: "What it is for." },
    {
      name: "preemption-policy",
      type: "text",
      usage: "Whether its pods may push others aside.",
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
