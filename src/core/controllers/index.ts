import type { ControllerDefinition } from "#core/client/controller.ts";
import { deploymentController } from "./deployment.ts";
import { endpointSliceController } from "./endpointslice.ts";
import { garbageCollector } from "./gc.ts";
import { replicaSetController } from "./replicaset.ts";

/** Every controller of kube-controller-manager that the cluster runs, in alphabetical order. */
export const controllers: readonly ControllerDefinition[] = [
  deploymentController,
  endpointSliceController,
  garbageCollector,
  replicaSetController,
];
