import type { KubeObject } from "#core/api/meta.ts";
import { print } from "../api.ts";
import type { Invocation, Steps } from "../command.ts";
import { createObject } from "../create-object.ts";

/** The service that `run --expose` makes beside the pod. Models run.generateService. */
export function* exposePod(
  invocation: Invocation,
  { name, port }: { readonly name: string; readonly port: number },
): Steps<void> {
  const object = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { ports: [{ port, protocol: "TCP", targetPort: port }], selector: { run: name } },
    status: { loadBalancer: {} },
  };
  yield* createObject(invocation, {
    type: "services",
    object: object as unknown as KubeObject,
    fieldManager: "kubectl-run",
    did: "created",
  });
  // The command parts the documents, and the printer does so once more.
  if (invocation.flags.text("output") === "yaml") yield* print("---\n---\n");
}
