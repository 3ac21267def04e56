import { defineCommand } from "../command.ts";
import { editMetadata, METADATA_FLAGS } from "../metadata-edit.ts";

export const label = defineCommand({
  name: "label",
  summary: "Update the labels on a resource",
  usage:
    "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]",
  examples: ["kubectl label pod web-0 tier=front", "kubectl label node worker-1 disk-"],
  flags: METADATA_FLAGS,
  *run(invocation) {
    yield* editMetadata(invocation, {
      pairType: "label",
      field: "labels",
      fieldManager: "kubectl-label",
      tellsMissing: true,
      // The real kubectl compares the lengths of the two JSON texts, too.
      saysAfter: ({ before, after, overwrites }) => {
        if (before === after) return "not labeled";
        return !overwrites && after.length < before.length ? "unlabeled" : "labeled";
      },
      refusal: (existing) => {
        const texts = existing.map(
          ([key, value]) => `'${key}' already has a value (${value}), and --overwrite is false`,
        );
        return texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(", ")}]`;
      },
    });
  },
});
