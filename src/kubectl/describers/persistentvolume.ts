import { canonicalQuantity } from "#core/api/quantity.ts";
import type { PersistentVolume } from "#core/api/schema/generated/types.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { SHORT_MODES } from "./persistentvolumeclaim.ts";
import { ago, DescribeText } from "./text.ts";
import { volumeLines } from "./volumes.ts";

/** Models describe.PersistentVolumeDescriber. */
export const persistentVolumeDescriber = defineDescriber<PersistentVolume>({
  group: "",
  kind: "PersistentVolume",
  *describe(volume, context) {
    const { metadata, spec, status } = volume;
    const events = yield* eventsOf(volume, context);
    const now = context.session.nowEpochMs();
    const text = new DescribeText();
    text.line(0, `Name:\t${metadata.name ?? ""}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    text.line(0, `Finalizers:\t[${(metadata.finalizers ?? []).join(" ")}]`);
    text.line(0, `StorageClass:\t${spec?.storageClassName ?? ""}`);
    const deleted = metadata.deletionTimestamp;
    text.line(
      0,
      deleted
        ? `Status:\tTerminating (lasts ${ago(deleted, now)})`
        : `Status:\t${status?.phase ?? ""}`,
    );
    const claim = spec?.claimRef;
    text.line(0, `Claim:\t${claim ? `${claim.namespace ?? ""}/${claim.name ?? ""}` : ""}`);
    text.line(0, `Reclaim Policy:\t${spec?.persistentVolumeReclaimPolicy ?? ""}`);
    text.line(
      0,
      `Access Modes:\t${(spec?.accessModes ?? []).map((mode) => SHORT_MODES[mode] ?? mode).join(",")}`,
    );
    if (spec?.volumeMode) text.line(0, `VolumeMode:\t${spec.volumeMode}`);
    const storage = spec?.capacity?.["storage"];
    text.line(0, `Capacity:\t${storage === undefined ? "0" : canonicalQuantity(String(storage))}`);
    writeNodeAffinity(text, volume);
    text.line(0, `Message:\t${status?.message ?? ""}`);
    text.line(0, "Source:");
    for (const line of sourceLines(volume)) text.line(2, line);
    writeEvents(text, events, now);
    return text.aligned();
  },
});

function sourceLines({ spec }: PersistentVolume): readonly string[] {
  if (spec?.local)
    return [
      "Type:\tLocalVolume (a persistent volume backed by local storage on a node)",
      `Path:\t${spec.local.path}`,
    ];
  return volumeLines({ name: "", ...spec } as unknown as Parameters<typeof volumeLines>[0]);
}

function writeNodeAffinity(text: DescribeText, { spec }: PersistentVolume): void {
  const terms = spec?.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  if (!spec?.nodeAffinity) {
    text.line(0, "Node Affinity:\t<none>");
    return;
  }
  text.line(0, "Node Affinity:\t");
  text.line(1, terms.length === 0 ? "Required Terms:\t<none>" : "Required Terms:\t");
  terms.forEach(({ matchExpressions = [] }, i) => {
    const parts = matchExpressions.map(
      ({ key, operator, values = [] }) =>
        `${key} ${operator.toLowerCase()}${values.length > 0 ? ` [${values.join(", ")}]` : ""}`,
    );
    text.line(2, `Term ${i}:\t${parts.length === 0 ? "<none>" : parts.join("\n    \t")}`);
  });
}
