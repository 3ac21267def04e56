import { keyOf, uidOf, type KubeObject } from "#core/api/meta.ts";
import { defineCheck, firstViolation } from "./define.ts";

const KINDS = ["Pod", "ReplicaSet", "EndpointSlice"];
const OWNER_KINDS = ["Deployment", "ReplicaSet", "Service", "Node"];

/** In peace nothing names an owner that is gone, and nothing is stuck in deletion. */
export const nothingIsOrphaned = defineCheck({
  name: "nothing-is-orphaned",
  when: "settled",
  violation: ({ store }) => {
    const owners = new Set(OWNER_KINDS.flatMap((kind) => store.list(kind, "")).map(uidOf));
    const isMissing = (uid: string) => !owners.has(uid);
    return firstViolation(
      KINDS.flatMap((kind) => store.list(kind, "")),
      (object: KubeObject) => {
        const lost = object.metadata.ownerReferences?.find(
          ({ uid, kind }) => OWNER_KINDS.includes(kind) && isMissing(uid),
        );
        if (lost) return `${object.kind} ${keyOf(object)} outlived ${lost.kind} ${lost.name}`;
        return object.metadata.deletionTimestamp === undefined
          ? undefined
          : `${object.kind} ${keyOf(object)} is still being deleted`;
      },
    );
  },
});
