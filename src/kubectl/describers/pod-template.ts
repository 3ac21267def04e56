import type { PodTemplateSpec } from "#core/api/schema/generated/types.ts";
import { writeContainers } from "./containers.ts";
import { writeSpread, writeTolerations } from "./scheduling.ts";
import { DescribeText } from "./text.ts";
import { writeVolumes } from "./volumes.ts";

const INDENT = "  ";

/** Models describe.DescribePodTemplate. */
export function writePodTemplate(text: DescribeText, template: PodTemplateSpec | undefined): void {
  text.line(0, "Pod Template:");
  if (!template) {
    text.put(`${INDENT}<unset>`);
    return;
  }
  const { metadata, spec } = template;
  text.labels("Labels", metadata?.labels, INDENT);
  if (Object.keys(metadata?.annotations ?? {}).length > 0)
    text.annotations(metadata?.annotations, INDENT);
  if (spec?.serviceAccountName) text.line(1, `Service Account:\t${spec.serviceAccountName}`);
  const nothing = { statuses: [], indent: INDENT };
  if (spec?.initContainers && spec.initContainers.length > 0) {
    writeContainers(text, {
      label: "Init Containers",
      containers: spec.initContainers,
      ...nothing,
    });
  }
  writeContainers(text, { label: "Containers", containers: spec?.containers ?? [], ...nothing });
  writeVolumes(text, spec?.volumes, INDENT);
  writeSpread(text, spec?.topologySpreadConstraints, INDENT);
  if (spec?.priorityClassName) text.line(1, `Priority Class Name:\t${spec.priorityClassName}`);
  text.labels("Node-Selectors", spec?.nodeSelector, INDENT);
  writeTolerations(text, spec?.tolerations, INDENT);
}

/** A template's description with its tabs: rollout history and undo print it so. */
export function templateText(template: PodTemplateSpec): string {
  const text = new DescribeText();
  writePodTemplate(text, template);
  return text.raw();
}
