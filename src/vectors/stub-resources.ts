import type { ApiResource } from "#kubectl/define.ts";

/** What a v1.35 server serves: group/version, kind, plural, short names, categories, N for namespaced kinds. */
const ROWS = `
/v1 ComponentStatus componentstatuses cs - C
/v1 ConfigMap configmaps cm - N
/v1 Endpoints endpoints ep - N
/v1 Event events ev - N
/v1 LimitRange limitranges limits - N
/v1 Namespace namespaces ns - C
/v1 Node nodes no - C
/v1 PersistentVolumeClaim persistentvolumeclaims pvc - N
/v1 PersistentVolume persistentvolumes pv - C
/v1 Pod pods po all N
/v1 PodTemplate podtemplates - - N
/v1 ReplicationController replicationcontrollers rc all N
/v1 ResourceQuota resourcequotas quota - N
/v1 Secret secrets - - N
/v1 ServiceAccount serviceaccounts sa - N
/v1 Service services svc all N
apiregistration.k8s.io/v1 APIService apiservices - api-extensions C
apps/v1 ControllerRevision controllerrevisions - - N
apps/v1 DaemonSet daemonsets ds all N
apps/v1 Deployment deployments deploy all N
apps/v1 ReplicaSet replicasets rs all N
apps/v1 StatefulSet statefulsets sts all N
events.k8s.io/v1 Event events ev - N
autoscaling/v2 HorizontalPodAutoscaler horizontalpodautoscalers hpa all N
batch/v1 CronJob cronjobs cj all N
batch/v1 Job jobs - all N
certificates.k8s.io/v1 CertificateSigningRequest certificatesigningrequests csr - C
networking.k8s.io/v1 IngressClass ingressclasses - - C
networking.k8s.io/v1 Ingress ingresses ing - N
networking.k8s.io/v1 IPAddress ipaddresses ip - C
networking.k8s.io/v1 NetworkPolicy networkpolicies netpol - N
networking.k8s.io/v1 ServiceCIDR servicecidrs - - C
policy/v1 PodDisruptionBudget poddisruptionbudgets pdb - N
rbac.authorization.k8s.io/v1 ClusterRoleBinding clusterrolebindings - - C
rbac.authorization.k8s.io/v1 ClusterRole clusterroles - - C
rbac.authorization.k8s.io/v1 RoleBinding rolebindings - - N
rbac.authorization.k8s.io/v1 Role roles - - N
storage.k8s.io/v1 CSIDriver csidrivers - - C
storage.k8s.io/v1 CSINode csinodes - - C
storage.k8s.io/v1 CSIStorageCapacity csistoragecapacities - - N
storage.k8s.io/v1 StorageClass storageclasses sc - C
storage.k8s.io/v1 VolumeAttachment volumeattachments - - C
storage.k8s.io/v1 VolumeAttributesClass volumeattributesclasses vac - C
admissionregistration.k8s.io/v1 MutatingWebhookConfiguration mutatingwebhookconfigurations - api-extensions C
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy validatingadmissionpolicies - api-extensions C
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings - api-extensions C
admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration validatingwebhookconfigurations - api-extensions C
apiextensions.k8s.io/v1 CustomResourceDefinition customresourcedefinitions crd,crds api-extensions C
scheduling.k8s.io/v1 PriorityClass priorityclasses pc - C
coordination.k8s.io/v1 Lease leases - - N
node.k8s.io/v1 RuntimeClass runtimeclasses - - C
discovery.k8s.io/v1 EndpointSlice endpointslices - - N
resource.k8s.io/v1 DeviceClass deviceclasses - - C
resource.k8s.io/v1 ResourceClaim resourceclaims - - N
resource.k8s.io/v1 ResourceClaimTemplate resourceclaimtemplates - - N
resource.k8s.io/v1 ResourceSlice resourceslices - - C
flowcontrol.apiserver.k8s.io/v1 FlowSchema flowschemas - - C
flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration prioritylevelconfigurations - - C
`;

const VERBS = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

const SCALED = new Set(["Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"]);

/** Every listable resource of a real v1.35 API server, for a stub that need not know how they behave. */
export const stubResources: readonly ApiResource[] = ROWS.trim().split("\n").map(resourceOfRow);

function resourceOfRow(row: string): ApiResource {
  const [place = "", kind = "", plural = "", shortNames = "", categories = "", scope = ""] =
    row.split(" ");
  const [group = "", version = ""] = place.split("/");
  const list = (text: string) => (text === "-" ? [] : text.split(","));
  return {
    group,
    version,
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames: list(shortNames),
    categories: list(categories),
    namespaced: scope === "N",
    verbs: VERBS,
    ...(SCALED.has(kind) && { subresources: { scale: {} } }),
  };
}
