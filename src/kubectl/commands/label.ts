import { defineCommand } from "../command.ts";
import { editMetadata, METADATA_FLAGS } from "../metadata-edit.ts";

export const label = defineCommand({
  name: "label",
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
