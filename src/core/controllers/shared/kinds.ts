import type { KindDefinition } from "#core/api/define.ts";
import type { Deployment, Pod, ReplicaSet } from "#core/api/schema/generated/types.ts";
const stub = (group: string, kind: string, plural: string) => ({ group, version: "v1", kind, plural }) as unknown;
export const deployment = stub("apps", "Deployment", "deployments") as KindDefinition<Deployment>;
export const replicaSet = stub("apps", "ReplicaSet", "replicasets") as KindDefinition<ReplicaSet>;
export const pod = stub("", "Pod", "pods") as KindDefinition<Pod>;
