import { schemas } from "#core/api/schema/generated/schemas.ts";

/** A kind the editor can judge: how it is written, and the name of its field table. */
export interface KnownKind {
  readonly kind: string;
  readonly apiVersion: string;
  readonly schema: string;
}

/** Kinds that this cluster serves to people who write manifests. */
const SERVED: readonly string[] = [
  "ConfigMap",
  "Deployment",
  "EndpointSlice",
  "Event",
  "Lease",
  "Namespace",
  "Node",
  "Pod",
  "ReplicaSet",
  "Secret",
  "Service",
  "ServiceAccount",
];

/** Kinds of a real cluster that are not simulated: better said so than called a mistake. */
const REAL: readonly string[] = [
  "APIService",
  "CertificateSigningRequest",
  "ClusterRole",
  "ClusterRoleBinding",
  "ControllerRevision",
  "CronJob",
  "CSIDriver",
  "CustomResourceDefinition",
  "DaemonSet",
  "Endpoints",
  "Gateway",
  "GatewayClass",
  "HTTPRoute",
  "HorizontalPodAutoscaler",
  "Ingress",
  "IngressClass",
  "Job",
  "LimitRange",
  "MutatingWebhookConfiguration",
  "NetworkPolicy",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "PodDisruptionBudget",
  "PodTemplate",
  "PriorityClass",
  "ReplicationController",
  "ResourceQuota",
  "Role",
  "RoleBinding",
  "RuntimeClass",
  "StatefulSet",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingWebhookConfiguration",
  "VolumeSnapshot",
];

/** Every kind that is served, by its name. */
export const knownKinds: ReadonlyMap<string, KnownKind> = new Map(
  Object.entries(schemas).flatMap(([schema, table]) =>
    (table["x-kubernetes-group-version-kind"] ?? [])
      .filter(({ kind }) => SERVED.includes(kind) && schema.endsWith(`.${kind}`))
      .map(
        ({ group, version, kind }) =>
          [
            kind,
            { kind, apiVersion: group === "" ? version : `${group}/${version}`, schema },
          ] as const,
      ),
  ),
);

/** Whether a real cluster knows this kind, though this one does not run it. */
export function isRealKind(kind: string): boolean {
  return REAL.includes(kind);
}
