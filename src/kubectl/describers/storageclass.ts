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
    text.list("MountOptions", mountOptions ?? []);
    text.line(0, `ReclaimPolicy:\t${orNone(reclaimPolicy)}`);
    text.line(0, `VolumeBindingMode:\t${orNone(volumeBindingMode)}`);
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});
