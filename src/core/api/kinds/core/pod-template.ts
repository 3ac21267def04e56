import { defineKind } from "../../define.ts";
import { validatePodTemplate } from "../../validation/pod-template.ts";
import { podTemplateWarnings } from "../../validation/warnings.ts";
import type { PodTemplate } from "../../schema/generated/types.ts";
import { containerImages, containerNames, labelsText, nameColumn, textColumn } from "../columns.ts";
import { defaultPodSpec } from "./pod-spec-defaults.ts";

/** PodTemplate. Models pkg/registry/core/podtemplate. */
export const podTemplate = defineKind<PodTemplate>({
  group: "",
  version: "v1",
  kind: "PodTemplate",
  plural: "podtemplates",
  returnsDeletedObject: true,
  schemaName: "io.k8s.api.core.v1.PodTemplate",
  hasGeneration: true,
  setDefaults(draft) {
    defaultPodSpec(draft.template.spec);
  },
  warnings: ({ metadata, template }, old) =>
    old && metadata.generation === old.metadata.generation
      ? []
      : podTemplateWarnings("template", template),
  validate: ({ template }) => validatePodTemplate("template", template),
  columns: [
    nameColumn,
    textColumn("Containers", "Names of each container in the template.", (each) =>
      containerNames(each.template.spec),
    ),
    textColumn("Images", "Images referenced by each container in the template.", (each) =>
      containerImages(each.template.spec),
    ),
    textColumn("Pod Labels", "The labels for the pod template.", (each) =>
      labelsText(each.template.metadata?.labels),
    ),
  ],
});
