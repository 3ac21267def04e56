import { listObjects, print } from "../api.ts";
import { defineCommand } from "../command.ts";
import { resourceFor } from "../resources.ts";

const ADDRESS = "https://127.0.0.1:6443";

export const clusterInfo = defineCommand({
  name: "cluster-info",
  summary: "Display cluster information",
  usage: "[flags] [options]",
  *run({ session }) {
    const server = session.serverAddress ?? ADDRESS;
    yield* print(`Kubernetes control plane is running at ${server}\n`);
    const labelSelector = "kubernetes.io/cluster-service=true";
    for (const { metadata } of yield* listObjects(resourceFor(session, "services"), "kube-system", {
      labelSelector,
    })) {
      const name = metadata.labels?.["kubernetes.io/name"] ?? metadata.name ?? "";
      const link = `${server}/api/v1/namespaces/kube-system/services/${metadata.name ?? ""}/proxy`;
      yield* print(`${name} is running at ${link}\n`);
    }
    yield* print(
      "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n",
    );
  },
});
