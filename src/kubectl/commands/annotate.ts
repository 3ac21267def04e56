import { defineCommand } from "../command.ts";
import { editMetadata, METADATA_FLAGS } from "../metadata-edit.ts";

export const annotate = defineCommand({
  name: "annotate",
  flags: METADATA_FLAGS,
  *run(invocation) {
    yield* editMetadata(invocation, {
      pairType: "annotation",
      field: "annotations",
      fieldManager: "kubectl-annotate",
      tellsMissing: false,
      saysAfter: () => "annotated",
      refusal: (existing) => {
        const texts = existing.map(([key, value]) => `'${key}' already has a value (${value})`);
        return `--overwrite is false but found the following declared annotation(s): ${texts.join("; ")}`;
      },
    });
  },
});
