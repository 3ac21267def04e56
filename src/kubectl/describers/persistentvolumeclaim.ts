import { canonicalQuantity } from "#core/api/quantity.ts";
import type { PersistentVolumeClaim, Pod } from "#core/api/schema/generated/types.ts";
import { listObjects } from "../api.ts";
import type { Steps } from "../command.ts";
import { resourceFor } from "../resources.ts";
import { defineDescriber, type DescribeContext } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { ago, DescribeText } from "./text.ts";
import { writeName } from "./workload.ts";

/** Access modes as columns shorten them. */
export const SHORT_MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: "RWO",
  ReadOnlyMany: "ROX",
  ReadWriteMany: "RWX",
  ReadWriteOncePod: "RWOP",
};

/** Models describe.PersistentVolumeClaimDescriber. */
export const persistentVolumeClaimDescriber = defineDescriber<PersistentVolumeClaim>({
  group: "",
  kind: "PersistentVolumeClaim",
  *describe(claim, context) {
    const { metadata, spec, status } = claim;
    const users = yield* podsThatUse(claim, context);
    const events = yield* eventsOf(claim, context);
    const text = new DescribeText();
    writeName(text, claim);
    text.line(0, `StorageClass:\t${spec?.storageClassName ?? ""}`);
    const phase = status?.phase ?? "";
    const deleted = metadata.deletionTimestamp;
    const lasts = deleted && ago(deleted, context.session.nowEpochMs());
    text.line(0, `Status:\t${lasts ? `Terminating (lasts ${lasts})` : phase}`);
    text.line(0, `Volume:\t${spec?.volumeName ?? ""}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    text.line(0, `Finalizers:\t[${(metadata.finalizers ?? []).join(" ")}]`);
    const storage = status?.capacity?.["storage"] ?? "0";
    const isBound = spec?.volumeName !== undefined && spec.volumeName !== "";
    text.line(0, `Capacity:\t${isBound ? canonicalQuantity(String(storage)) : ""}`);
    const modes = (status?.accessModes ?? []).map((mode) => SHORT_MODES[mode] ?? mode);
    text.line(0, `Access Modes:\t${isBound ? modes.join(",") : ""}`);
    if (spec?.volumeMode) text.line(0, `VolumeMode:\t${spec.volumeMode}`);
    const source = spec?.dataSource;
    if (source) {
      text.line(0, "DataSource:");
      if (source.apiGroup !== undefined) text.line(1, `APIGroup:\t${source.apiGroup}`);
      text.line(1, `Kind:\t${source.kind}`);
      text.line(1, `Name:\t${source.name}`);
    }
    text.list("Used By", users);
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});

/** Pods that name the claim, and behind them those that own it. Models describe getPodsForPVC. */
function* podsThatUse(
  { metadata }: PersistentVolumeClaim,
  { session }: DescribeContext,
): Steps<string[]> {
  const listed = yield* listObjects(resourceFor(session, "pods"), metadata.namespace ?? "");
  const pods = listed as readonly Pod[];
  const naming = pods.filter(({ spec }) =>
    spec?.volumes?.some(({ persistentVolumeClaim: named }) => named?.claimName === metadata.name),
  );
  const owners = (metadata.ownerReferences ?? []).flatMap(({ kind, uid }) =>
    kind === "Pod" ? pods.filter((pod) => pod.metadata.uid === uid) : [],
  );
  return [...new Set([...naming, ...owners])].map((pod) => pod.metadata.name ?? "");
}
