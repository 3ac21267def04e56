import { parseTime } from "#core/base/time.ts";
import { job as jobKind } from "#core/api/kinds/batch/job.ts";
import { isBeingDeleted, nameOf, namespaceOf, uidOf } from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type { Job } from "#core/api/schema/generated/types.ts";
import { defineController } from "#core/client/controller.ts";
import { because } from "./because.ts";
import { endOf } from "./job/sight.ts";

/** Deletes Jobs some time after they ended. Models pkg/controller/ttlafterfinished. */
export const ttlAfterFinishedController = defineController({
  name: "ttl-after-finished-controller",
  kind: "Job",
  watches: [],
  reconcile(key, context) {
    const job = context.lister<Job>("Job").get(key);
    const seconds = job?.spec.ttlSecondsAfterFinished;
    const end = job && endOf(job);
    if (!job || !end || seconds === undefined || isBeingDeleted(job)) return undefined;
    const waitMs =
      (parseTime(end.lastTransitionTime ?? "") ?? 0) + seconds * 1000 - context.nowEpochMs;
    if (waitMs > 0) return { requeueAfterMs: waitMs };
    because(context, "job-expired", { job: nameOf(job), seconds });
    try {
      context.client.delete(
        jobKind,
        { namespace: namespaceOf(job), name: nameOf(job) },
        { propagationPolicy: "Foreground", preconditions: { uid: uidOf(job) } },
      );
    } catch (error) {
      if (!isStatusReason(error, "NotFound")) throw error;
    }
    return undefined;
  },
});
