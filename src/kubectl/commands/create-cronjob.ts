import type { KubeObject } from "#core/api/meta.ts";
import { createObject, nameAndCommand } from "../create-object.ts";
import { defineCommand } from "../command.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

export const createCronJob = defineCommand({
  name: "cronjob",
  aliases: ["cj"],
  flags: [
    ...GENERATOR_FLAGS,
    { name: "image", type: "text" },
    { name: "schedule", type: "text" },
    { name: "restart", type: "text" },
  ],
  requiredFlags: ["image", "schedule"],
  *run(invocation) {
    const { flags } = invocation;
    const { name, command } = nameAndCommand(invocation);
    const container = {
      ...(command.length > 0 && { command }),
      image: flags.text("image"),
      name,
      resources: {},
    };
    const podSpec = { containers: [container], restartPolicy: flags.text("restart", "OnFailure") };
    const object = {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name },
      spec: {
        jobTemplate: { metadata: { name }, spec: { template: { metadata: {}, spec: podSpec } } },
        schedule: flags.text("schedule"),
      },
      status: {},
    };
    yield* createObject(invocation, {
      type: "cronjobs.batch",
      object: object as unknown as KubeObject,
      fieldManager: "kubectl-create",
      did: "created",
      failing: "cronjob",
    });
  },
});
