import type { KindDefinition } from "../define.ts";
import type { KubeObject } from "../meta.ts";
import { mutatingWebhookConfiguration } from "./admissionregistration/mutating-webhook-configuration.ts";
import { validatingAdmissionPolicy } from "./admissionregistration/validating-admission-policy.ts";
import { validatingAdmissionPolicyBinding } from "./admissionregistration/validating-admission-policy-binding.ts";
import { validatingWebhookConfiguration } from "./admissionregistration/validating-webhook-configuration.ts";
import { customResourceDefinition } from "./apiextensions/custom-resource-definition.ts";
import { apiService } from "./apiregistration/api-service.ts";
import { controllerRevision } from "./apps/controller-revision.ts";
import { daemonSet } from "./apps/daemon-set.ts";
import { deployment } from "./apps/deployment.ts";
import { replicaSet } from "./apps/replica-set.ts";
import { statefulSet } from "./apps/stateful-set.ts";
import { selfSubjectReview } from "./authentication/self-subject-review.ts";
import { tokenReview } from "./authentication/token-review.ts";
import { localSubjectAccessReview } from "./authorization/local-subject-access-review.ts";
import { selfSubjectAccessReview } from "./authorization/self-subject-access-review.ts";
import { selfSubjectRulesReview } from "./authorization/self-subject-rules-review.ts";
import { subjectAccessReview } from "./authorization/subject-access-review.ts";
import { horizontalPodAutoscaler } from "./autoscaling/horizontal-pod-autoscaler.ts";
import { horizontalPodAutoscalerV1 } from "./autoscaling/horizontal-pod-autoscaler-v1.ts";
import { cronJob } from "./batch/cron-job.ts";
import { job } from "./batch/job.ts";
import { certificateSigningRequest } from "./certificates/certificate-signing-request.ts";
import { lease } from "./coordination/lease.ts";
import { binding } from "./core/binding.ts";
import { componentStatus } from "./core/component-status.ts";
import { configMap } from "./core/config-map.ts";
import { endpoints } from "./core/endpoints.ts";
import { event } from "./core/event.ts";
import { limitRange } from "./core/limit-range.ts";
import { namespace } from "./core/namespace.ts";
import { node } from "./core/node.ts";
import { persistentVolume } from "./core/persistent-volume.ts";
import { persistentVolumeClaim } from "./core/persistent-volume-claim.ts";
import { pod } from "./core/pod.ts";
import { podTemplate } from "./core/pod-template.ts";
import { replicationController } from "./core/replication-controller.ts";
import { resourceQuota } from "./core/resource-quota.ts";
import { secret } from "./core/secret.ts";
import { service } from "./core/service.ts";
import { serviceAccount } from "./core/service-account.ts";
import { endpointSlice } from "./discovery/endpoint-slice.ts";
import { eventV1 } from "./events/event-v1.ts";
import { flowSchema } from "./flowcontrol/flow-schema.ts";
import { priorityLevelConfiguration } from "./flowcontrol/priority-level-configuration.ts";
import { ingress } from "./networking/ingress.ts";
import { ingressClass } from "./networking/ingress-class.ts";
import { ipAddress } from "./networking/ip-address.ts";
import { networkPolicy } from "./networking/network-policy.ts";
import { serviceCidr } from "./networking/service-cidr.ts";
import { runtimeClass } from "./node/runtime-class.ts";
import { podDisruptionBudget } from "./policy/pod-disruption-budget.ts";
import { clusterRole } from "./rbac/cluster-role.ts";
import { clusterRoleBinding } from "./rbac/cluster-role-binding.ts";
import { role } from "./rbac/role.ts";
import { roleBinding } from "./rbac/role-binding.ts";
import { deviceClass } from "./resource/device-class.ts";
import { resourceClaim } from "./resource/resource-claim.ts";
import { resourceClaimTemplate } from "./resource/resource-claim-template.ts";
import { resourceSlice } from "./resource/resource-slice.ts";
import { priorityClass } from "./scheduling/priority-class.ts";
import { csiDriver } from "./storage/csi-driver.ts";
import { csiNode } from "./storage/csi-node.ts";
import { csiStorageCapacity } from "./storage/csi-storage-capacity.ts";
import { storageClass } from "./storage/storage-class.ts";
import { volumeAttachment } from "./storage/volume-attachment.ts";
import { volumeAttributesClass } from "./storage/volume-attributes-class.ts";

/** Every built-in kind, core group first, then by group and kind; of several versions of one the stored one first. */
export const kinds: readonly KindDefinition[] = [
  general(binding),
  general(componentStatus),
  general(configMap),
  general(endpoints),
  general(event),
  general(limitRange),
  general(namespace),
  general(node),
  general(persistentVolume),
  general(persistentVolumeClaim),
  general(pod),
  general(podTemplate),
  general(replicationController),
  general(resourceQuota),
  general(secret),
  general(service),
  general(serviceAccount),
  general(mutatingWebhookConfiguration),
  general(validatingAdmissionPolicy),
  general(validatingAdmissionPolicyBinding),
  general(validatingWebhookConfiguration),
  general(customResourceDefinition),
  general(apiService),
  general(controllerRevision),
  general(daemonSet),
  general(deployment),
  general(replicaSet),
  general(statefulSet),
  general(selfSubjectReview),
  general(tokenReview),
  general(localSubjectAccessReview),
  general(selfSubjectAccessReview),
  general(selfSubjectRulesReview),
  general(subjectAccessReview),
  general(horizontalPodAutoscaler),
  general(horizontalPodAutoscalerV1),
  general(cronJob),
  general(job),
  general(certificateSigningRequest),
  general(lease),
  general(endpointSlice),
  general(eventV1),
  general(flowSchema),
  general(priorityLevelConfiguration),
  general(ingress),
  general(ingressClass),
  general(ipAddress),
  general(networkPolicy),
  general(serviceCidr),
  general(runtimeClass),
  general(podDisruptionBudget),
  general(clusterRole),
  general(clusterRoleBinding),
  general(role),
  general(roleBinding),
  general(deviceClass),
  general(resourceClaim),
  general(resourceClaimTemplate),
  general(resourceSlice),
  general(priorityClass),
  general(csiDriver),
  general(csiNode),
  general(csiStorageCapacity),
  general(storageClass),
  general(volumeAttachment),
  general(volumeAttributesClass),
];

/** The registry forgets the object type: whoever looks a kind up hands it objects decoded by the same kind. */
function general<T extends KubeObject>(kind: KindDefinition<T>): KindDefinition {
  return kind as unknown as KindDefinition;
}
