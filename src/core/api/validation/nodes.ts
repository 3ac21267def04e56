import { forbiddenField, invalid, type FieldError, duplicate } from "../field-error.ts";
import type { Node, Taint } from "../schema/generated/types.ts";
import { duplicateBecause } from "./fields.ts";
import { cidr, cidrFamilyOf } from "./ip.ts";
import { labelName } from "./labels.ts";
import { labelValueProblems } from "../label-format.ts";
import { quantityErrors } from "./resources.ts";
import { effectErrors } from "./scheduling.ts";

/** Every mistake of a Node. Its taints are reported below metadata, as upstream does. Models validation.ValidateNode. */
export function validateNode(node: Node): FieldError[] {
  return [
    ...validateTaints(node.spec.taints ?? []),
    ...validateAmounts(node),
    ...validatePodCidrs(node.spec.podCIDRs ?? []),
  ];
}

/** Every mistake of a changed Node. Models validation.ValidateNodeUpdate. */
export function validateNodeUpdate(node: Node, old: Node): FieldError[] {
  return [...validateNode(node), ...validateNodeStatus(node, old)];
}

/** Every mistake of a Node's new status, which is asked for the whole of the Node. Models nodeStatusStrategy.ValidateUpdate. */
export function validateNodeStatus(node: Node, old: Node): FieldError[] {
  const errors = validateAmounts(node);
  const seen = new Set<string>();
  for (const [i, { type, address }] of (node.status.addresses ?? []).entries()) {
    const key = `${type}/${address}`;
    if (seen.has(key))
      errors.push(duplicate(`status.addresses[${i}]`, { Type: type, Address: address }));
    seen.add(key);
  }
  return [
    ...errors,
    ...changedPodCidrs(node, old),
    ...changedProvider(node, old),
    ...validateTaints(node.spec.taints ?? []),
    ...(node.spec.externalID === old.spec.externalID
      ? []
      : [forbiddenField("spec.externalID", "may not be updated")]),
  ];
}

function changedPodCidrs({ spec }: Node, old: Node): FieldError[] {
  const before = old.spec.podCIDRs ?? [];
  const after = spec.podCIDRs ?? [];
  const refusal = forbiddenField(
    "spec.podCIDRs",
    'node updates may not change podCIDR except from "" to valid',
  );
  if (before.length === 0) return [];
  if (before.length !== after.length) return [refusal];
  return before.flatMap((range, i) => (range === after[i] ? [] : [refusal]));
}

function changedProvider({ spec }: Node, old: Node): FieldError[] {
  if (!old.spec.providerID || old.spec.providerID === spec.providerID) return [];
  return [
    forbiddenField(
      "spec.providerID",
      'node updates may not change providerID except from "" to valid',
    ),
  ];
}

function validateTaints(taints: readonly Taint[]): FieldError[] {
  const seen = new Set<string>();
  return taints.flatMap((taint, i) => {
    const at = `metadata.taints[${i}]`;
    const { key, value = "", effect, timeAdded } = taint;
    const problems = labelValueProblems(value);
    const errors = [
      ...labelName(`${at}.key`, key),
      ...(problems.length > 0 ? [invalid(`${at}.value`, value, problems.join(";"))] : []),
      ...effectErrors(`${at}.effect`, effect),
    ];
    const pair = `${effect}/${key}`;
    if (seen.has(pair)) {
      const shown = { Key: key, Value: value, Effect: effect, TimeAdded: timeAdded ?? null };
      errors.push(duplicateBecause(at, shown, "taints must be unique by key and effect pair"));
    }
    seen.add(pair);
    return errors;
  });
}

function validateAmounts({ status }: Node): FieldError[] {
  return (["capacity", "allocatable"] as const).flatMap((list) =>
    Object.entries(status[list] ?? {}).flatMap(([name, amount]) =>
      quantityErrors(`status.${list}.${name}`, name, amount),
    ),
  );
}

function validatePodCidrs(ranges: readonly string[]): FieldError[] {
  const path = "spec.podCIDRs";
  const errors = ranges.flatMap((range, i) => cidr(`${path}[${i}]`, range));
  if (ranges.length < 2) return errors;
  const families = ranges.map(cidrFamilyOf);
  const broken = families.indexOf(undefined);
  if (broken >= 0) {
    const cause = `invalid CIDR[${broken}]: <nil> (invalid CIDR address: ${ranges[broken] ?? ""})`;
    const detail = `invalid PodCIDRs. failed to check with dual stack with error:${cause}`;
    errors.push({ type: "InternalError", field: path, detail });
  }
  const isDual = broken < 0 && new Set(families).size === 2;
  if (!isDual || ranges.length > 2)
    errors.push(invalid(path, ranges, "may specify no more than one CIDR for each IP family"));
  return errors;
}
