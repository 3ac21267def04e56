import type { Draft } from "#core/api/define.ts";
import type { Pod, PriorityClass } from "#core/api/schema/generated/types.ts";
import { SYSTEM_CLASSES } from "#core/api/validation/priority-classes.ts";
import { defineAdmission, type AdmissionAttributes, type AdmissionLookup } from "../admission.ts";
import { refuse } from "./refusal.ts";

interface Rank {
  readonly className: string;
  readonly value: number;
  readonly preemptionPolicy: "Never" | "PreemptLowerPriority";
}

/** A pod's priority is the number of its class. Models plugin Priority. */
export const priority = defineAdmission({
  name: "Priority",
  kinds: ["Pod", "PriorityClass"],
  admit(attributes, lookup) {
    const { kind, operation, subresource } = attributes;
    if (kind.storedAs !== "Pod" || subresource !== "" || !attributes.draft) return;
    const draft = attributes.draft as Draft<Pod>;
    if (operation === "update") keepRank(draft, attributes.old as Pod | undefined);
    if (operation === "create") setRank(attributes, draft, rankOf(attributes, draft, lookup));
  },
  validate(attributes, lookup) {
    const { kind, operation, subresource, draft } = attributes;
    if (kind.storedAs === "PriorityClass" && operation !== "delete" && subresource === "" && draft)
      refuseSecondDefault(attributes, draft as unknown as PriorityClass, lookup);
  },
});

/** Models validatePriorityClass of the plugin. */
function refuseSecondDefault(
  attributes: AdmissionAttributes,
  { metadata, globalDefault }: PriorityClass,
  lookup: AdmissionLookup,
): void {
  const [first] = globalDefault === true ? defaultsOf(lookup) : [];
  if (!first || (attributes.operation === "update" && first.metadata.name === metadata.name))
    return;
  const cause = `PriorityClass ${first.metadata.name ?? ""} is already marked as default. Only one default can exist`;
  throw refuse(attributes, cause);
}

/** The classes that call themselves the default, the smallest first: it counts. */
function defaultsOf(lookup: AdmissionLookup): readonly PriorityClass[] {
  const all = lookup.list("PriorityClass", "") as readonly PriorityClass[];
  return all.filter((each) => each.globalDefault === true).sort((a, b) => a.value - b.value);
}

/** A client that leaves the computed numbers out of a change does not mean to clear them. */
function keepRank(draft: Draft<Pod>, old: Pod | undefined): void {
  const { priority: value, preemptionPolicy } = old?.spec ?? {};
  if (value !== undefined) draft.spec.priority ??= value;
  if (preemptionPolicy !== undefined) draft.spec.preemptionPolicy ??= preemptionPolicy;
}

function rankOf(
  attributes: AdmissionAttributes,
  { spec }: Draft<Pod>,
  lookup: AdmissionLookup,
): Rank {
  const className = spec.priorityClassName ?? "";
  if (className === "") return defaultRank(lookup);
  const found = lookup.get("PriorityClass", { namespace: "", name: className }) as
    PriorityClass | undefined;
  if (found) return rankOfClass(found);
  const value = SYSTEM_CLASSES.get(className);
  if (value === undefined)
    throw refuse(attributes, `no PriorityClass with name ${className} was found`);
  return { className, value, preemptionPolicy: "PreemptLowerPriority" };
}

function defaultRank(lookup: AdmissionLookup): Rank {
  const [first] = defaultsOf(lookup);
  return first
    ? rankOfClass(first)
    : { className: "", value: 0, preemptionPolicy: "PreemptLowerPriority" };
}

function rankOfClass({ metadata, value, preemptionPolicy }: PriorityClass): Rank {
  return {
    className: metadata.name ?? "",
    value,
    preemptionPolicy: preemptionPolicy === "Never" ? "Never" : "PreemptLowerPriority",
  };
}

function setRank(
  attributes: AdmissionAttributes,
  { spec }: Draft<Pod>,
  { className, value, preemptionPolicy }: Rank,
): void {
  const tail = "from the given PriorityClass name";
  if (spec.priority !== undefined && spec.priority !== value) {
    const given = `the integer value of priority (${spec.priority}) must not be provided in pod spec`;
    throw refuse(attributes, `${given}; priority admission controller computed ${value} ${tail}`);
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy) {
    const given = `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec`;
    throw refuse(
      attributes,
      `${given}; priority admission controller computed ${preemptionPolicy} ${tail}`,
    );
  }
  if (className !== "") spec.priorityClassName = className;
  spec.priority = value;
  spec.preemptionPolicy = preemptionPolicy;
}
