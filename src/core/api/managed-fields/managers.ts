import { compareText } from "#core/base/order.ts";
import { parseTime } from "#core/base/time.ts";
import type { ManagedFieldsEntry } from "../schema/generated/types.ts";
import {
  isFieldsV1,
  decodeFields,
  differenceOf,
  encodeFields,
  isEmptySet,
  isSameSet,
  NO_FIELDS,
  setOfPaths,
  unionOf,
  type FieldSet,
  type FieldsV1,
} from "./field-set.ts";

/** Who owns fields of an object, and by what kind of request. */
export interface ManagerName {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  readonly apiVersion: string;
  readonly subresource: string;
}

/** One manager with what it owns. */
export interface Manager extends ManagerName {
  /** RFC 3339; undefined where upstream loses it. */
  readonly time: string | undefined;
  readonly fields: FieldSet;
}

/** All managers of one object; no two have the same identity. */
export type Managers = readonly Manager[];

/** Nobody. */
export const NO_MANAGERS: Managers = [];

/** Whether two names are one manager: appliers are so across versions. Models fieldmanager BuildManagerIdentifier. */
export function isSameManager(a: ManagerName, b: ManagerName): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.subresource === b.subresource &&
    (a.operation === "Apply" || a.apiVersion === b.apiVersion)
  );
}

/** The managers without those that own nothing. */
export function withoutIdle(managers: Managers): Managers {
  return managers.filter(({ fields }) => !isEmptySet(fields));
}

/** Fields that the server itself keeps and nobody owns. Models fieldmanager stripMetaManager. */
const STRIPPED: FieldSet = setOfPaths([
  ["f:apiVersion"],
  ["f:kind"],
  ["f:metadata"],
  ...[
    "clusterName",
    "creationTimestamp",
    "generation",
    "managedFields",
    "name",
    "namespace",
    "resourceVersion",
    "selfLink",
    "uid",
  ].map((name) => ["f:metadata", `f:${name}`]),
]);

/** The set without what the server itself keeps. */
export function withoutServerFields(fields: FieldSet): FieldSet {
  return differenceOf(fields, STRIPPED);
}

const MAX_UPDATERS = 10;
const ANCIENT = "ancient-changes";

/** Merges the oldest updaters when there are too many. Models fieldmanager capManagersManager. */
export function capUpdaters(managers: Managers): Managers {
  const updaters = managers
    .filter(({ operation, subresource }) => operation === "Update" && subresource === "")
    .sort((a, b) => seconds(a) - seconds(b) || compareText(a.manager, b.manager));
  const excess = updaters.length - MAX_UPDATERS;
  if (excess <= 0) return managers;
  const merged: Manager[] = [];
  for (const old of updaters.slice(0, excess + 1)) {
    const ancient: Manager = { ...old, manager: ANCIENT };
    const at = merged.findIndex((each) => isSameManager(each, ancient));
    const before = merged[at];
    if (before) merged[at] = { ...ancient, fields: unionOf(before.fields, old.fields) };
    else merged.push(ancient);
  }
  const kept = managers.filter(
    (each) => updaters.indexOf(each) < 0 || updaters.indexOf(each) > excess,
  );
  return [...kept, ...merged];
}

/** Writes managers as metadata.managedFields, in upstream's order. Models fieldmanager internal.encodeManagedFields. */
export function encodeManagers(managers: Managers): readonly ManagedFieldsEntry[] {
  return [...managers]
    .sort(compareManagers)
    .map(({ manager, operation, apiVersion, subresource, time, fields }) => ({
      manager,
      operation,
      apiVersion,
      ...(time !== undefined && { time }),
      fieldsType: "FieldsV1",
      fieldsV1: encodeFields(fields) as unknown as NonNullable<ManagedFieldsEntry["fieldsV1"]>,
      ...(subresource !== "" && { subresource }),
    }));
}

function compareManagers(a: Manager, b: Manager): number {
  return (
    compareText(a.operation, b.operation) ||
    seconds(a) - seconds(b) ||
    compareText(a.manager, b.manager) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource, b.subresource)
  );
}

function seconds({ time }: Manager): number {
  return time === undefined ? 0 : Math.floor((parseTime(time) ?? 0) / 1000);
}

/** Reads metadata.managedFields; undefined when an entry makes no sense, upon which the server keeps what it has. */
export function decodeManagers(entries: readonly ManagedFieldsEntry[]): Managers | undefined {
  const managers: Manager[] = [];
  for (const entry of entries) {
    const { operation, fieldsType, fieldsV1 } = entry;
    if (operation !== "Apply" && operation !== "Update") return undefined;
    if (fieldsType !== "FieldsV1") return undefined;
    if (fieldsV1 !== undefined && !isFieldsV1(fieldsV1)) return undefined;
    managers.push({
      manager: entry.manager ?? "",
      operation,
      apiVersion: entry.apiVersion ?? "",
      subresource: entry.subresource ?? "",
      time: entry.time ?? undefined,
      fields: fieldsV1 ? decodeFields(fieldsV1 as unknown as FieldsV1) : NO_FIELDS,
    });
  }
  return managers;
}

/** Whether two sets of managers own the same, times aside. */
export function isSameOwnership(a: Managers, b: Managers): boolean {
  return (
    a.length === b.length &&
    a.every((one) => {
      const other = b.find((each) => isSameManager(each, one));
      return other?.apiVersion === one.apiVersion && isSameSet(one.fields, other.fields);
    })
  );
}

/** How messages name a manager: `"kubectl-scale" with subresource "scale" using apps/v1`. Models fieldmanager printManager. */
export function managerText({ manager, operation, apiVersion, subresource }: ManagerName): string {
  const name = JSON.stringify(manager);
  const where =
    subresource === "" ? name : `${name} with subresource ${JSON.stringify(subresource)}`;
  return operation === "Update" ? `${where} using ${apiVersion}` : where;
}
