import type { FieldSchema } from "#core/api/schema/field-schema.ts";
import { schemas } from "#core/api/schema/generated/schemas.ts";
import type { JSONSchemaProps } from "#core/api/schema/generated/types.ts";

/** A kind the editor can judge: how it is written, and its field table. */
export interface KnownKind {
  readonly kind: string;
  readonly apiVersion: string;
  /** Name of its field table, "" for a kind that a definition makes. */
  readonly name: string;
  readonly table: FieldSchema;
  /** What a definition says of its objects beyond the field table. */
  readonly custom?: JSONSchemaProps;
}

/** Kinds that this cluster acts on. */
const ACTED_ON: readonly string[] = [
  "ClusterRole",
  "ClusterRoleBinding",
  "ConfigMap",
  "ControllerRevision",
  "CronJob",
  "CustomResourceDefinition",
  "DaemonSet",
  "Deployment",
  "EndpointSlice",
  "Endpoints",
  "Event",
  "HorizontalPodAutoscaler",
  "Job",
  "Lease",
  "LimitRange",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "Pod",
  "PodDisruptionBudget",
  "PriorityClass",
  "ReplicaSet",
  "ReplicationController",
  "ResourceQuota",
  "Role",
  "RoleBinding",
  "RuntimeClass",
  "Secret",
  "Service",
  "ServiceAccount",
  "StatefulSet",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
];

/** Kinds that are kept and checked as a real server does, but that nothing acts on yet. */
const KEPT_ONLY: readonly string[] = [
  "CSIDriver",
  "CSINode",
  "CSIStorageCapacity",
  "Ingress",
  "IngressClass",
  "MutatingWebhookConfiguration",
  "NetworkPolicy",
  "PodTemplate",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
  "VolumeAttributesClass",
];

/** Kinds of a real cluster that are not known here at all: better said so than called a mistake. */
const REAL: readonly string[] = [
  "APIService",
  "CertificateSigningRequest",
  "Gateway",
  "GatewayClass",
  "HTTPRoute",
  "VolumeSnapshot",
];

const SERVED: ReadonlySet<string> = new Set([...ACTED_ON, ...KEPT_ONLY]);
/** Groups that serve a kind of another group once more, under other names. */
const SECOND_GROUPS = ["events.k8s.io"];

const served: readonly KnownKind[] = Object.entries(schemas).flatMap(([schema, table]) =>
  (table["x-kubernetes-group-version-kind"] ?? [])
    .filter(({ kind }) => SERVED.has(kind) && schema.endsWith(`.${kind}`))
    .map(({ group, version, kind }) => ({
      kind,
      apiVersion: group === "" ? version : `${group}/${version}`,
      name: schema,
      table,
    })),
);

const byVersion = new Map(served.map((known) => [`${known.apiVersion} ${known.kind}`, known]));

/** Every kind that is served, by its name, in the version to write; of several versions that is the newest. */
export const knownKinds: ReadonlyMap<string, KnownKind> = new Map(
  served
    .filter(({ apiVersion }) => !SECOND_GROUPS.some((group) => apiVersion.startsWith(`${group}/`)))
    .map((known) => [known.kind, known]),
);

/** The kind in just this version, if it is served. */
export function knownVersion(kind: string, apiVersion: string): KnownKind | undefined {
  return byVersion.get(`${apiVersion} ${kind}`);
}

/** Whether the cluster keeps objects of this kind without acting on them. */
export function isKeptOnly(kind: string): boolean {
  return KEPT_ONLY.includes(kind);
}

/** Whether a real cluster knows this kind, though this one does not run it. */
export function isRealKind(kind: string): boolean {
  return REAL.includes(kind);
}
