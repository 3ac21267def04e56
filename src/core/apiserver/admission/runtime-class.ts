import type { Draft } from "#core/api/define.ts";
import type { Pod, RuntimeClass } from "#core/api/schema/generated/types.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { defineAdmission, type AdmissionAttributes, type AdmissionLookup } from "../admission.ts";
import { refuse } from "./refusal.ts";

/** A pod takes overhead, node selector and tolerations of its runtime class, which must exist. Models plugin RuntimeClass. */
export const runtimeClassAdmission = defineAdmission({
  name: "RuntimeClass",
  kinds: ["Pod"],
  admit(attributes, lookup) {
    const { kind, operation, subresource, draft } = attributes;
    if (kind.storedAs !== "Pod" || operation !== "create" || subresource !== "" || !draft) return;
    const found = classOf(attributes, lookup);
    if (!found) return;
    const pod = draft as Draft<Pod>;
    if (found.overhead) takeOverhead(attributes, pod, found.overhead.podFixed ?? {});
    takeScheduling(attributes, pod, found);
  },
  validate(attributes) {
    const { kind, operation, subresource, draft } = attributes;
    if (kind.storedAs !== "Pod" || operation !== "create" || subresource !== "" || !draft) return;
    const { spec } = draft as Draft<Pod>;
    if (spec.overhead && !spec.runtimeClassName)
      throw refuse(
        attributes,
        "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead",
      );
  },
});

function classOf(
  attributes: AdmissionAttributes,
  lookup: AdmissionLookup,
): RuntimeClass | undefined {
  const name = (attributes.draft as Draft<Pod>).spec.runtimeClassName ?? "";
  if (name === "") return undefined;
  const found = lookup.get("RuntimeClass", { namespace: "", name }) as RuntimeClass | undefined;
  if (!found)
    throw refuse(attributes, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
  return found;
}

function takeOverhead(
  attributes: AdmissionAttributes,
  { spec }: Draft<Pod>,
  overhead: Readonly<Record<string, string>>,
): void {
  if (spec.overhead && !isSemanticallyEqual(spec.overhead, overhead))
    throw refuse(
      attributes,
      "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead",
    );
  spec.overhead = { ...overhead };
}

function takeScheduling(
  attributes: AdmissionAttributes,
  { spec }: Draft<Pod>,
  { scheduling }: RuntimeClass,
): void {
  const { nodeSelector = {}, tolerations = [] } = scheduling ?? {};
  const own = spec.nodeSelector ?? {};
  for (const [key, value] of Object.entries(nodeSelector)) {
    if (own[key] === undefined || own[key] === value) continue;
    const text = `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own[key]}`;
    throw refuse(attributes, text);
  }
  if (Object.keys(nodeSelector).length > 0) spec.nodeSelector = { ...own, ...nodeSelector };
  const missing = tolerations.filter(
    (each) => !(spec.tolerations ?? []).some((other) => isSemanticallyEqual(each, other)),
  );
  if (missing.length > 0)
    spec.tolerations = [...(spec.tolerations ?? []), ...missing.map((each) => ({ ...each }))];
}
