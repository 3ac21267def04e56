import type { KubeObject } from "#core/api/meta.ts";
import { getObject } from "../api.ts";
import { createObject, nameAndCommand } from "../create-object.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure } from "../failure.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";
import { mapAt, textAt, textsAt } from "../json.ts";
import { resourceFor } from "../resources.ts";

export const createJob = defineCommand({
  name: "job",
  flags: [...GENERATOR_FLAGS, { name: "image", type: "text" }, { name: "from", type: "text" }],
  *run(invocation) {
    const { flags } = invocation;
    const { name, command } = nameAndCommand(invocation);
    const [image, from] = [flags.text("image"), flags.text("from")];
    if ((image === "") === (from === ""))
      throw failure("either --image or --from must be specified");
    if (from !== "" && command.length > 0) throw failure("cannot specify --from and command");
    const object =
      from === "" ? jobOf(name, image, command) : yield* jobFrom(invocation, name, from);
    yield* createObject(invocation, {
      type: "jobs.batch",
      object,
      fieldManager: "kubectl-create",
      did: "created",
      failing: "job",
    });
  },
});

function jobOf(name: string, image: string, command: readonly string[]): KubeObject {
  const container = { ...(command.length > 0 && { command }), image, name, resources: {} };
  const spec = {
    template: { metadata: {}, spec: { containers: [container], restartPolicy: "Never" } },
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec,
    status: {},
  } as KubeObject;
}

function* jobFrom({ session, flags }: Invocation, name: string, from: string): Steps<KubeObject> {
  const [type = "", cronJobName = ""] = from.split("/");
  const resource = resourceFor(session, type);
  if (resource.kind !== "CronJob") throw failure(`unknown object type *v1.${resource.kind}`);
  const cronJob = yield* getObject(
    resource,
    flags.text("namespace", session.namespace),
    cronJobName,
  );
  const template = mapAt(cronJob, "spec", "jobTemplate");
  const labels = textsAt(template, "metadata", "labels");
  const object = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      annotations: {
        ...textsAt(template, "metadata", "annotations"),
        "cronjob.kubernetes.io/instantiate": "manual",
      },
      ...(Object.keys(labels).length > 0 && { labels }),
      name,
      ownerReferences: [
        {
          apiVersion: "batch/v1",
          controller: true,
          kind: "CronJob",
          name: cronJobName,
          uid: textAt(cronJob, "metadata", "uid"),
        },
      ],
    },
    spec: template["spec"],
    status: {},
  };
  return object as unknown as KubeObject;
}
