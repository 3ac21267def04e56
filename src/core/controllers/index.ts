import type { ControllerDefinition } from "#core/client/controller.ts";
import { apiServiceController } from "./api-service.ts";
import { attributesClassProtectionController } from "./attributes-class-protection.ts";
import { certificateCleanerController } from "./certificate-cleaner.ts";
import { claimProtectionController } from "./claim-protection.ts";
import { clusterRoleAggregationController } from "./clusterrole-aggregation.ts";
import { cronJobController } from "./cronjob.ts";
import { customResourceDefinitionController } from "./custom-resource-definition.ts";
import { daemonSetController } from "./daemonset.ts";
import { deploymentController } from "./deployment.ts";
import { disruptionController } from "./disruption.ts";
import { endpointsController } from "./endpoints.ts";
import { endpointSliceMirroringController } from "./endpointslice-mirroring.ts";
import { endpointSliceController } from "./endpointslice.ts";
import { ephemeralVolumeController } from "./ephemeral-volume.ts";
import { flowSchemaController } from "./flow-schema.ts";
import { garbageCollector } from "./gc.ts";
import { horizontalPodAutoscalerController } from "./horizontal-pod-autoscaler.ts";
import { jobController } from "./job.ts";
import { namespaceController } from "./namespace.ts";
import { nodeLifecycleController } from "./node-lifecycle.ts";
import { nodeTtlController } from "./node-ttl.ts";
import { podGcController } from "./pod-gc.ts";
import { replicaSetController } from "./replicaset.ts";
import { replicationControllerManager } from "./replicationcontroller.ts";
import { resourceQuotaController } from "./resource-quota.ts";
import { rootCaController } from "./root-ca.ts";
import { serviceAccountController } from "./serviceaccount.ts";
import { serviceCidrController } from "./service-cidr.ts";
import { statefulSetController } from "./statefulset.ts";
import { taintEvictionController } from "./taint-eviction.ts";
import { ttlAfterFinishedController } from "./ttl-after-finished.ts";
import { volumeBinderController } from "./volume-binder.ts";
import { volumeProtectionController } from "./volume-protection.ts";
import { volumeProvisioner } from "./volume-provisioner.ts";

/** Every controller of kube-controller-manager that the cluster runs, in alphabetical order. */
export const controllers: readonly ControllerDefinition[] = [
  apiServiceController,
  attributesClassProtectionController,
  certificateCleanerController,
  claimProtectionController,
  clusterRoleAggregationController,
  cronJobController,
  customResourceDefinitionController,
  daemonSetController,
  deploymentController,
  disruptionController,
  endpointsController,
  endpointSliceController,
  endpointSliceMirroringController,
  ephemeralVolumeController,
  flowSchemaController,
  garbageCollector,
  horizontalPodAutoscalerController,
  jobController,
  namespaceController,
  nodeLifecycleController,
  nodeTtlController,
  podGcController,
  replicaSetController,
  replicationControllerManager,
  resourceQuotaController,
  rootCaController,
  serviceAccountController,
  serviceCidrController,
  statefulSetController,
  taintEvictionController,
  ttlAfterFinishedController,
  volumeBinderController,
  volumeProtectionController,
  volumeProvisioner,
];
