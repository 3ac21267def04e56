import { keyOf, type KubeObject } from "#core/api/meta.ts";
import { defineCheck, firstViolation } from "./define.ts";

const KINDS = ["Deployment", "ReplicaSet"];

/** No controller has seen a generation that does not exist yet, and a settled one has seen the newest. */
export const observedGeneration = defineCheck({
  name: "observed-generation",
  when: "always",
  violation: ({ store }) =>
    firstViolation(
      KINDS.flatMap((kind) => store.list(kind, "")),
      (object) => {
        const { generation = 0 } = object.metadata;
        const seen = observedGenerationOf(object);
        return seen > generation
          ? `${object.kind} ${keyOf(object)} observed ${seen} of ${generation}`
          : undefined;
      },
    ),
});

/** The generation that an object's controller has reacted to; 0 before the first. */
export function observedGenerationOf(object: KubeObject): number {
  const { status } = object as { readonly status?: { readonly observedGeneration?: number } };
  return status?.observedGeneration ?? 0;
}
