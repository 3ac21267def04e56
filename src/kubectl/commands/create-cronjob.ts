import type { KubeObject } from "#core/api/meta.ts";
import { createObject, nameAndCommand } from "../create-object.ts";
import { defineCommand } from "../command.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

export const createCronJob = defineCommand({
  name: "cronjob",
  aliases: ["cj"],
  summary: "Create a cron job with the specified name",
  usage: "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...]",
  flags: [
    ...GENERATOR_FLAGS,
    { name: "image", type: "text", usage: "Image of the container." },
    { name: "schedule", type: "text", usage: "When to run, in cron's words." },
    { name: "restart", type: "text", usage: "OnFailure or Never." },
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
