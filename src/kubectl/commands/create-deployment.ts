import type { KubeObject } from "#core/api/meta.ts";
import { createObject, nameAndCommand } from "../create-object.ts";
import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

export const createDeployment = defineCommand({
  name: "deployment",
  aliases: ["deploy"],
  summary: "Create a deployment with the specified name",
  usage: "NAME --image=image -- [COMMAND] [args...]",
  examples: ["kubectl create deployment web --image=nginx --replicas=3"],
  flags: [
    ...GENERATOR_FLAGS,
    { name: "image", type: "csv", usage: "Image of a container; may be repeated." },
    { name: "port", type: "int", usage: "Port the container exposes." },
    { name: "replicas", short: "r", type: "int", usage: "Number of replicas." },
  ],
  requiredFlags: ["image"],
  *run(invocation) {
    const { flags } = invocation;
    const { name, command } = nameAndCommand(invocation);
    const images = flags.list("image");
    if (images.length > 1 && command.length > 0)
      throw failure("cannot specify multiple --image options and command");
    if (flags.given("replicas") && flags.int("replicas", 1) < 0)
      throw failure("--replicas must be greater than or equal to 0");
    const port = flags.int("port", -1);
    const labels = { app: name };
    const containers = images.map((image) => ({
      ...(command.length > 0 && { command }),
      image,
      name: containerName(image),
      ...(port >= 0 && { ports: [{ containerPort: port }] }),
      resources: {},
    }));
    const object = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { labels, name },
      spec: {
        replicas: flags.int("replicas", 1),
        selector: { matchLabels: labels },
        strategy: {},
        template: { metadata: { labels }, spec: { containers } },
      },
      status: {},
    };
    yield* createObject(invocation, {
      type: "deployments.apps",
      object: object as KubeObject,
      fieldManager: "kubectl-create",
      did: "created",
    });
  },
});

/** The image's last path part without tag and digest, made fit for a container name. */
function containerName(image: string): string {
  const last = image.split("/").at(-1) ?? image;
  const bare = (last.split("@")[0] ?? last).split(":")[0] ?? last;
  return bare.replaceAll("_", "-").replaceAll(".", "-");
}
