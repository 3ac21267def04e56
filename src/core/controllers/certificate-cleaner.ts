import { parseTime } from "#core/base/time.ts";
import { certificateSigningRequest as requestKind } from "#core/api/kinds/certificates/certificate-signing-request.ts";
import { isBeingDeleted, nameOf } from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type { CertificateSigningRequest } from "#core/api/schema/generated/types.ts";
import { defineController } from "#core/client/controller.ts";

const HOUR_MS = 3_600_000;
const LOOK_EVERY_MS = HOUR_MS;
const DECIDED_KEPT_MS = HOUR_MS;
const PENDING_KEPT_MS = 24 * HOUR_MS;

/** Deletes certificate requests that were decided an hour ago, or waited for a day. Models pkg/controller/certificates/cleaner. */
export const certificateCleanerController = defineController({
  name: "certificatesigningrequest-cleaner-controller",
  kind: "CertificateSigningRequest",
  watches: [],
  reconcile(key, context) {
    const request = context.lister<CertificateSigningRequest>("CertificateSigningRequest").get(key);
    if (!request || isBeingDeleted(request)) return undefined;
    if (!isOutdated(request, context.nowEpochMs)) return { requeueAfterMs: LOOK_EVERY_MS };
    try {
      context.client.delete(requestKind, { namespace: "", name: nameOf(request) });
    } catch (error) {
      if (!isStatusReason(error, "NotFound")) throw error;
    }
    return undefined;
  },
});

/** Models isIssuedPastDeadline, isDeniedPastDeadline, isFailedPastDeadline and isPendingPastDeadline; certificates are not read. */
export function isOutdated(request: CertificateSigningRequest, nowEpochMs: number): boolean {
  const { metadata, status } = request;
  const conditions = status?.conditions ?? [];
  const isOlder = (since: string | undefined, ms: number) =>
    nowEpochMs - (parseTime(since ?? "") ?? nowEpochMs) > ms;
  const isDecided = conditions.some(
    ({ type, lastUpdateTime }) =>
      (type !== "Approved" || Boolean(status?.certificate)) &&
      ["Approved", "Denied", "Failed"].includes(type) &&
      isOlder(lastUpdateTime, DECIDED_KEPT_MS),
  );
  return (
    isDecided || (conditions.length === 0 && isOlder(metadata.creationTimestamp, PENDING_KEPT_MS))
  );
}
