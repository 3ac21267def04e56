import { labelsText } from "../printers/table.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { DescribeText, orNone } from "./text.ts";
import type { StorageClass } from "./unlisted-kinds.ts";

const IS_DEFAULT: readonly string[] = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
];

/** Models describe.StorageClassDescriber. */
export const storageClassDescriber = defineDescriber<StorageClass>({
  group: "storage.k8s.io",
  kind: "StorageClass",
  *describe(storageClass, context) {
    const events = yield* eventsOf(storageClass, context);
    const {
      metadata,
      provisioner,
      parameters,
      allowVolumeExpansion,
      mountOptions,
      reclaimPolicy,
      volumeBindingMode,
    } = storageClass;
    const text = new DescribeText();
    text.line(0, `Name:\t${metadata.name ?? ""}`);
    const isDefault = IS_DEFAULT.some((key) => metadata.annotations?.[key] === "true");
    text.line(0, `IsDefaultClass:\t${isDefault ? "Yes" : "No"}`);
    text.line(0, `Annotations:\t${labelsText(metadata.annotations ?? {})}`);
    text.line(0, `Provisioner:\t${provisioner}`);
    text.line(0, `Parameters:\t${labelsText(parameters ?? {})}`);
    const expansion =
      allowVolumeExpansion === undefined ? "<unset>" : allowVolumeExpansion ? "True" : "False";
    text.line(0, `AllowVolumeExpansion:\t${expansion}`);
    if (!mountOptions || mountOptions.length === 0) text.line(0, "MountOptions:\t<none>");
    else {
      text.line(0, "MountOptions:");
      for (const option of mountOptions) text.line(1, option);
    }
    text.line(0, `ReclaimPolicy:\t${orNone(reclaimPolicy)}`);
    text.line(0, `VolumeBindingMode:\t${orNone(volumeBindingMode)}`);
    writeTopologies(text, storageClass);
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});

/** Models describe.printAllowedTopologies. */
function writeTopologies(text: DescribeText, { allowedTopologies }: StorageClass): void {
  if (!allowedTopologies) return;
  text.line(0, `AllowedTopologies:\t${allowedTopologies.length === 0 ? "<none>" : ""}`);
  allowedTopologies.forEach(({ matchLabelExpressions = [] }, i) => {
    const lines = matchLabelExpressions.map(
      ({ key, values = [] }) => `${key} in${values.length > 0 ? ` [${values.join(", ")}]` : ""}`,
    );
    text.list(`Term ${i}`, lines, "  ");
  });
}
