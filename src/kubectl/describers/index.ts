import type { Describer } from "./describer.ts";
import { configMapDescriber } from "./configmap.ts";
import { csiNodeDescriber } from "./csinode.ts";
import { cronJobDescriber } from "./cronjob.ts";
import { daemonSetDescriber } from "./daemonset.ts";
import { deploymentDescriber } from "./deployment.ts";
import { endpointsDescriber } from "./endpoints.ts";
import { endpointSliceDescriber } from "./endpointslice.ts";
import { horizontalPodAutoscalerDescriber } from "./horizontalpodautoscaler.ts";
import { ingressDescriber } from "./ingress.ts";
import { ingressClassDescriber } from "./ingressclass.ts";
import { ipAddressDescriber } from "./ipaddress.ts";
import { jobDescriber } from "./job.ts";
import { limitRangeDescriber } from "./limitrange.ts";
import { namespaceDescriber } from "./namespace.ts";
import { networkPolicyDescriber } from "./networkpolicy.ts";
import { nodeDescriber } from "./node.ts";
import { persistentVolumeDescriber } from "./persistentvolume.ts";
import { persistentVolumeClaimDescriber } from "./persistentvolumeclaim.ts";
import { podDescriber } from "./pod.ts";
import { podDisruptionBudgetDescriber } from "./poddisruptionbudget.ts";
import { priorityClassDescriber } from "./priorityclass.ts";
import { replicaSetDescriber, replicationControllerDescriber } from "./replicaset.ts";
import { resourceQuotaDescriber } from "./resourcequota.ts";
import { clusterRoleDescriber, roleDescriber } from "./role.ts";
import { clusterRoleBindingDescriber, roleBindingDescriber } from "./rolebinding.ts";
import { secretDescriber } from "./secret.ts";
import { serviceDescriber } from "./service.ts";
import { serviceAccountDescriber } from "./serviceaccount.ts";
import { serviceCidrDescriber } from "./servicecidr.ts";
import { statefulSetDescriber } from "./statefulset.ts";
import { storageClassDescriber } from "./storageclass.ts";

/** Every describer, in the order of the alphabet. */
export const describers: readonly Describer[] = [
  clusterRoleBindingDescriber,
  clusterRoleDescriber,
  configMapDescriber,
  cronJobDescriber,
  csiNodeDescriber,
  daemonSetDescriber,
  deploymentDescriber,
  endpointSliceDescriber,
  endpointsDescriber,
  horizontalPodAutoscalerDescriber,
  ingressClassDescriber,
  ingressDescriber,
  ipAddressDescriber,
  jobDescriber,
  limitRangeDescriber,
  namespaceDescriber,
  networkPolicyDescriber,
  nodeDescriber,
  persistentVolumeClaimDescriber,
  persistentVolumeDescriber,
  podDescriber,
  podDisruptionBudgetDescriber,
  priorityClassDescriber,
  replicaSetDescriber,
  replicationControllerDescriber,
  resourceQuotaDescriber,
  roleBindingDescriber,
  roleDescriber,
  secretDescriber,
  serviceAccountDescriber,
  serviceCidrDescriber,
  serviceDescriber,
  statefulSetDescriber,
  storageClassDescriber,
];
