import { listObjects, print } from "../api.ts";
import { defineCommand } from "../command.ts";
import { failure } from "../failure.ts";
import { OUTPUT_FLAGS } from "../output.ts";
import { resourceFor } from "../resources.ts";

import { ALL_NAMESPACES_FLAG } from "../target.ts";

const ADDRESS = "https://127.0.0.1:6443";

/** A bundle for somebody who cannot look at the cluster themselves. */
const dump = defineCommand({
  name: "dump",
  flags: [
    ...OUTPUT_FLAGS,
    ALL_NAMESPACES_FLAG,
    { name: "namespaces", type: "csv" },
    { name: "output-directory", type: "text" },
    { name: "pod-running-timeout", type: "duration" },
  ],
  *run() {
    throw failure("kubectl cluster-info dump is not modelled: save the scenario to pass it on");
  },
});

export const clusterInfo = defineCommand({
  name: "cluster-info",
  subcommands: [dump],
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
