import { goFields } from "./generated/go-fields.ts";
import type { FieldSchema } from "./field-schema.ts";

/** What the Go struct behind a schema knows beyond OpenAPI. */
export interface GoFields {
  /** Scalars behind a pointer: a zero value given is kept. */
  readonly pointers?: readonly string[];
  /** Scalars without omitempty: written even when zero. */
  readonly written?: readonly string[];
  /** Fields that belong to embedded structs, with the dotted names of those: `httpGet` → `ProbeHandler`. */
  readonly embedded?: Readonly<Record<string, string>>;
}

const NONE: GoFields = {};

/** The Go facts of a schema. */
export function goFieldsOf(schemaName: string): GoFields {
  return goFields[schemaName] ?? NONE;
}

/** `io.k8s.api.core.v1.PodSpec` → `PodSpec`. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** `io.k8s.api.core.v1.PodSpec` → `v1.PodSpec`: how Go's errors print a struct type. */
export function goStructName(schemaName: string): string {
  return schemaName.split(".").slice(-2).join(".");
}

/** The names of the embedded structs between a struct and one of its JSON fields: `ProbeHandler` for `Probe.httpGet`. */
export function embeddingOf(schemaName: string, field: string): readonly string[] {
  return goFieldsOf(schemaName).embedded?.[field]?.split(".") ?? [];
}

/** Named string types, by field; `Struct.field` wins over `field`. Everything else is a plain `string`. */
const NAMED_STRINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "AppArmorProfile.type": "v1.AppArmorProfileType",
    "AzureDiskVolumeSource.cachingMode": "v1.AzureDataDiskCachingMode",
    "AzureDiskVolumeSource.kind": "v1.AzureDataDiskKind",
    "Capabilities.add": "v1.Capability",
    "Capabilities.drop": "v1.Capability",
    "Condition.status": "v1.ConditionStatus",
    "Container.restartPolicy": "v1.ContainerRestartPolicy",
    "ContainerResizePolicy.resourceName": "v1.ResourceName",
    "ContainerResizePolicy.restartPolicy": "v1.ResourceResizeRestartPolicy",
    "ContainerRestartRule.action": "v1.ContainerRestartRuleAction",
    "ContainerRestartRuleOnExitCodes.operator": "v1.ContainerRestartRuleOnExitCodesOperator",
    "CronJobSpec.concurrencyPolicy": "v1.ConcurrencyPolicy",
    "CSIDriverSpec.fsGroupPolicy": "v1.FSGroupPolicy",
    "CSIDriverSpec.volumeLifecycleModes": "v1.VolumeLifecycleMode",
    "ContainerResourceMetricSource.name": "v1.ResourceName",
    "DaemonSetCondition.type": "v1.DaemonSetConditionType",
    "DaemonSetUpdateStrategy.type": "v1.DaemonSetUpdateStrategyType",
    "DeploymentCondition.type": "v1.DeploymentConditionType",
    "DeploymentStrategy.type": "v1.DeploymentStrategyType",
    "EmptyDirVolumeSource.medium": "v1.StorageMedium",
    "EndpointSlice.addressType": "v1.AddressType",
    "EphemeralContainer.restartPolicy": "v1.ContainerRestartPolicy",
    "HPAScalingPolicy.type": "v2.HPAScalingPolicyType",
    "HPAScalingRules.selectPolicy": "v2.ScalingPolicySelect",
    "HorizontalPodAutoscalerCondition.type": "v2.HorizontalPodAutoscalerConditionType",
    "HostPathVolumeSource.type": "v1.HostPathType",
    "JobCondition.type": "v1.JobConditionType",
    "JobSpec.completionMode": "v1.CompletionMode",
    "JobSpec.podReplacementPolicy": "v1.PodReplacementPolicy",
    "LabelSelectorRequirement.operator": "v1.LabelSelectorOperator",
    "LeaseSpec.strategy": "v1.CoordinatedLeaseStrategy",
    "LoadBalancerIngress.ipMode": "v1.LoadBalancerIPMode",
    "LimitRangeItem.type": "v1.LimitType",
    "ManagedFieldsEntry.operation": "v1.ManagedFieldsOperationType",
    "MetricSpec.type": "v2.MetricSourceType",
    "MetricTarget.type": "v2.MetricTargetType",
    "NamespaceCondition.type": "v1.NamespaceConditionType",
    "NamespaceSpec.finalizers": "v1.FinalizerName",
    "NamespaceStatus.phase": "v1.NamespacePhase",
    "NodeAddress.type": "v1.NodeAddressType",
    "NodeCondition.type": "v1.NodeConditionType",
    "NodeSelectorRequirement.operator": "v1.NodeSelectorOperator",
    "NodeStatus.phase": "v1.NodePhase",
    "PersistentVolumeClaimSpec.accessModes": "v1.PersistentVolumeAccessMode",
    "PersistentVolumeClaimStatus.phase": "v1.PersistentVolumeClaimPhase",
    "PersistentVolumeSpec.accessModes": "v1.PersistentVolumeAccessMode",
    "PersistentVolumeClaimCondition.type": "v1.PersistentVolumeClaimConditionType",
    "PersistentVolumeClaimStatus.accessModes": "v1.PersistentVolumeAccessMode",
    "PersistentVolumeClaimStatus.allocatedResourceStatuses": "v1.ClaimResourceStatus",
    "PersistentVolumeStatus.phase": "v1.PersistentVolumePhase",
    "PodCondition.type": "v1.PodConditionType",
    "PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy": "v1.UnhealthyPodEvictionPolicyType",
    "PodFailurePolicyOnExitCodesRequirement.operator": "v1.PodFailurePolicyOnExitCodesOperator",
    "PodFailurePolicyOnPodConditionsPattern.status": "v1.ConditionStatus",
    "PodFailurePolicyOnPodConditionsPattern.type": "v1.PodConditionType",
    "PodFailurePolicyRule.action": "v1.PodFailurePolicyAction",
    "PodOS.name": "v1.OSName",
    "PodReadinessGate.conditionType": "v1.PodConditionType",
    "PodSpec.restartPolicy": "v1.RestartPolicy",
    "PodStatus.phase": "v1.PodPhase",
    "PodStatus.qosClass": "v1.PodQOSClass",
    "ReplicaSetCondition.type": "v1.ReplicaSetConditionType",
    "ReplicationControllerCondition.type": "v1.ReplicationControllerConditionType",
    "ResourceQuotaSpec.scopes": "v1.ResourceQuotaScope",
    "ScopedResourceSelectorRequirement.operator": "v1.ScopeSelectorOperator",
    "ScopedResourceSelectorRequirement.scopeName": "v1.ResourceQuotaScope",
    "SeccompProfile.type": "v1.SeccompProfileType",
    "Secret.type": "v1.SecretType",
    "ServiceSpec.ipFamilies": "v1.IPFamily",
    "ServiceSpec.type": "v1.ServiceType",
    "ResourceMetricSource.name": "v1.ResourceName",
    "StatefulSetCondition.type": "v1.StatefulSetConditionType",
    "StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted":
      "v1.PersistentVolumeClaimRetentionPolicyType",
    "StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled":
      "v1.PersistentVolumeClaimRetentionPolicyType",
    "StorageClass.reclaimPolicy": "v1.PersistentVolumeReclaimPolicy",
    "StorageClass.volumeBindingMode": "v1.VolumeBindingMode",
    "StatefulSetUpdateStrategy.type": "v1.StatefulSetUpdateStrategyType",
    "CertificateSigningRequestCondition.type": "v1.RequestConditionType",
    "CertificateSigningRequestSpec.usages": "v1.KeyUsage",
    "CustomResourceConversion.strategy": "v1.ConversionStrategyType",
    "CustomResourceDefinitionCondition.type": "v1.CustomResourceDefinitionConditionType",
    "CustomResourceDefinitionSpec.scope": "v1.ResourceScope",
    "HTTPIngressPath.pathType": "v1.PathType",
    "NamedRuleWithOperations.operations": "v1.OperationType",
    "NamedRuleWithOperations.scope": "v1.ScopeType",
    "NetworkPolicySpec.policyTypes": "v1.PolicyType",
    "ParamRef.parameterNotFoundAction": "v1.ParameterNotFoundActionType",
    "RuleWithOperations.operations": "v1.OperationType",
    "RuleWithOperations.scope": "v1.ScopeType",
    "ValidatingAdmissionPolicyBindingSpec.validationActions": "v1.ValidationAction",
    "Validation.reason": "v1.StatusReason",
    "ValidationRule.reason": "v1.FieldValueErrorReason",
    dnsPolicy: "v1.DNSPolicy",
    failurePolicy: "v1.FailurePolicyType",
    matchPolicy: "v1.MatchPolicyType",
    reinvocationPolicy: "v1.ReinvocationPolicyType",
    sideEffects: "v1.SideEffectClass",
    effect: "v1.TaintEffect",
    externalTrafficPolicy: "v1.ServiceExternalTrafficPolicy",
    fsGroupChangePolicy: "v1.PodFSGroupChangePolicy",
    imagePullPolicy: "v1.PullPolicy",
    internalTrafficPolicy: "v1.ServiceInternalTrafficPolicy",
    ipFamilyPolicy: "v1.IPFamilyPolicy",
    mountPropagation: "v1.MountPropagationMode",
    nodeAffinityPolicy: "v1.NodeInclusionPolicy",
    nodeTaintsPolicy: "v1.NodeInclusionPolicy",
    persistentVolumeReclaimPolicy: "v1.PersistentVolumeReclaimPolicy",
    podManagementPolicy: "v1.PodManagementPolicyType",
    preemptionPolicy: "v1.PreemptionPolicy",
    procMount: "v1.ProcMountType",
    protocol: "v1.Protocol",
    pullPolicy: "v1.PullPolicy",
    recursiveReadOnly: "v1.RecursiveReadOnlyMode",
    scheme: "v1.URIScheme",
    seLinuxChangePolicy: "v1.PodSELinuxChangePolicy",
    sessionAffinity: "v1.ServiceAffinity",
    supplementalGroupsPolicy: "v1.SupplementalGroupsPolicy",
    terminationMessagePolicy: "v1.TerminationMessagePolicy",
    "Toleration.operator": "v1.TolerationOperator",
    uid: "types.UID",
    volumeMode: "v1.PersistentVolumeMode",
    whenUnsatisfiable: "v1.UnsatisfiableConstraintAction",
  }),
);

const CONDITION = /Condition$/;

/** How Go's errors print the type of a string field: `string`, or a named type such as `v1.RestartPolicy`. */
export function goStringType(structName: string, field: string): string {
  const known = NAMED_STRINGS.get(`${structName}.${field}`) ?? NAMED_STRINGS.get(field);
  if (known !== undefined) return known;
  return CONDITION.test(structName) && field === "status" ? "v1.ConditionStatus" : "string";
}

// Times held by value print null when they are not set; creationTimestamp is left out instead.
const TIMES_BY_VALUE: ReadonlySet<string> = new Set([
  "Event.eventTime",
  "Event.firstTimestamp",
  "Event.lastTimestamp",
  "EventSeries.lastObservedTime",
  "ContainerStateRunning.startedAt",
  "ContainerStateTerminated.startedAt",
  "ContainerStateTerminated.finishedAt",
]);
const CONDITION_TIMES: ReadonlySet<string> = new Set([
  "lastProbeTime",
  "lastTransitionTime",
  "lastHeartbeatTime",
  "lastUpdateTime",
]);

/** Whether an unset time field is written as null. */
export function isTimeByValue(structName: string, field: string): boolean {
  return (
    TIMES_BY_VALUE.has(`${structName}.${field}`) ||
    (CONDITION.test(structName) && CONDITION_TIMES.has(field))
  );
}

// Lists without omitempty that OpenAPI does not call required.
const WRITTEN_LISTS: ReadonlySet<string> = new Set([
  "EndpointSlice.endpoints",
  "EndpointSlice.ports",
  "HorizontalPodAutoscalerStatus.currentMetrics",
]);

/** Whether an unset or empty list is still written. */
export function isWrittenList(
  structName: string,
  field: string,
  schema: FieldSchema | undefined,
): boolean {
  return (
    WRITTEN_LISTS.has(`${structName}.${field}`) || (schema?.required?.includes(field) ?? false)
  );
}
