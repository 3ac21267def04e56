import { controllerOf, type KubeObject } from "#core/api/meta.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { listObjects } from "../api.ts";
import type { Steps } from "../command.ts";
import { isFailureToPrint } from "../failure.ts";
import { resourceFor } from "../resources.ts";
import type { DescribeContext } from "./describer.ts";

/** `2 Running / 1 Waiting / 0 Succeeded / 0 Failed` of the pods an owner controls. Models describe.getPodStatusForController. */
export function* podCounts(
  owner: KubeObject,
  labelSelector: string,
  { session }: DescribeContext,
): Steps<string> {
  const counts = { Running: 0, Pending: 0, Succeeded: 0, Failed: 0 };
  try {
    const pods = (yield* listObjects(resourceFor(session, "pods"), owner.metadata.namespace ?? "", {
      labelSelector,
    })) as readonly Pod[];
    for (const pod of pods) {
      const phase = pod.status?.phase ?? "";
      if (controllerOf(pod)?.uid === owner.metadata.uid && phase in counts)
        counts[phase as keyof typeof counts] += 1;
    }
  } catch (error) {
    if (!isFailureToPrint(error)) throw error;
    return `error in fetching pods: ${error.message}`;
  }
  return `${counts.Running} Running / ${counts.Pending} Waiting / ${counts.Succeeded} Succeeded / ${counts.Failed} Failed`;
}
