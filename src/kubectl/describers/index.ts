import { configMapDescriber } from "./configmap.ts";
import { deploymentDescriber } from "./deployment.ts";
import type { Describer } from "./describer.ts";
import { endpointSliceDescriber } from "./endpointslice.ts";
import { limitRangeDescriber } from "./limitrange.ts";
import { namespaceDescriber } from "./namespace.ts";
import { nodeDescriber } from "./node.ts";
import { podDescriber } from "./pod.ts";
import { replicaSetDescriber } from "./replicaset.ts";
import { secretDescriber } from "./secret.ts";
import { serviceAccountDescriber } from "./serviceaccount.ts";
import { serviceDescriber } from "./service.ts";

/** Every describer, in the order of the alphabet. */
export const describers: readonly Describer[] = [
  configMapDescriber,
  deploymentDescriber,
  endpointSliceDescriber,
  limitRangeDescriber,
  namespaceDescriber,
  nodeDescriber,
  podDescriber,
  replicaSetDescriber,
  secretDescriber,
  serviceAccountDescriber,
  serviceDescriber,
];
