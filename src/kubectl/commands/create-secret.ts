import type { KubeObject } from "#core/api/meta.ts";
import { createObject, onlyName } from "../create-object.ts";
import { DATA_FLAGS, dataOf, encodeBase64 } from "../data-sources.ts";
import { defineCommand } from "../command.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";

const generic = defineCommand({
  name: "generic",
  summary: "Create a secret from a local file or literal value",
  usage:
    "NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]",
  examples: ["kubectl create secret generic db --from-literal=password=s3cret"],
  flags: [
    ...GENERATOR_FLAGS,
    ...DATA_FLAGS,
    { name: "type", type: "text", usage: "The type of the secret." },
  ],
  *run(invocation) {
    const name = onlyName(invocation);
    const entries = Object.entries(dataOf(invocation)).map(([key, value]) => [
      key,
      encodeBase64(value),
    ]);
    const type = invocation.flags.text("type");
    const object = {
      apiVersion: "v1",
      ...(entries.length > 0 && { data: Object.fromEntries(entries) as unknown }),
      kind: "Secret",
      metadata: { name },
      ...(type !== "" && { type }),
    };
    yield* createObject(invocation, {
      type: "secrets",
      object: object as KubeObject,
      fieldManager: "kubectl-create",
      did: "created",
    });
  },
});

export const createSecret = defineCommand({
  name: "secret",
  summary: "Create a secret using a specified subcommand",
  subcommands: [generic],
});
