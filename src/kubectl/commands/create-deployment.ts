import type { KubeObject } from "#core/api/meta.ts";
import { createObject, nameAndCommand } from "../create-object.ts";
import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

export const createDeployment = defineCommand({
  name: "deployment",
  aliases: ["deploy"],
  flags: [
    ...GENERATOR_FLAGS,
    { name: "image", type: "csv" },
    { name: "port", type: "int", bits: 32 },
    { name: "replicas", short: "r", type: "int", bits: 32 },
  ],
  requiredFlags: ["image"],
  *run(invocation) {
    const { flags } = invocation;
    const { name, command } = nameAndCommand(invocation);
    const images = flags.list("image");
    if (images.length > 1 && command.length > 0)
      throw failure("cannot specify multiple --image options and command");
    const port = flags.int("port", -1);
    const labels = { app: name };
    const containers = images.map((image, i) => ({
      ...(command.length > 0 && { command }),
      image,
      name: containerName(image),
      ...(port >= 0 && i === 0 && { ports: [{ containerPort: port }] }),
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
      failing: "deployment",
    });
  },
});

/** The image's last path part without tag and digest, made fit for a container name. */
function containerName(image: string): string {
  const last = image.split("/").at(-1) ?? image;
  const bare = (last.split("@")[0] ?? last).split(":")[0] ?? last;
  const clean = bare.replaceAll("_", "-").replaceAll(".", "-");
  return clean === bare ? clean : `${clean}-${suffixOf(image)}`;
}

const ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
const SUFFIX_LENGTH = 5;

/** Five characters that keep changed names apart. A real kubectl draws them; here the image decides. */
function suffixOf(image: string): string {
  let hash = 2_166_136_261;
  for (const char of image) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return Array.from({ length: SUFFIX_LENGTH }, (_, i) =>
    ALPHABET.charAt(Math.floor(hash / ALPHABET.length ** i) % ALPHABET.length),
  ).join("");
}
