import { CHANGE_CAUSE, RECORD_FLAG, recordAfterwards } from "./record.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { isEqual } from "#core/base/equal.ts";
import { callObject, print } from "./api.ts";
import type { Invocation, Steps } from "./command.ts";
import { failure, isFailureToPrint, throwGathered } from "./failure.ts";
import type { FlagSpec } from "./flags.ts";
import { namesFiles } from "./kustomization.ts";
import { goJson, isMap, sortedEntries, textsAt } from "./json.ts";
import { CHANGE_FLAGS, dryRunOf, OUTPUT_FLAGS, report } from "./output.ts";
import { type PairChanges, readPairs, splitPairs, withPairs } from "./pairs.ts";
import { requestOptions } from "./request-options.ts";
import {
  ALL_NAMESPACES_FLAG,
  FIELD_SELECTOR_FLAG,
  FILE_FLAGS,
  type Found,
  fetchTargets,
  SELECTOR_FLAGS,
  targetsOf,
} from "./target.ts";

/** What tells `label` from `annotate`. */
export interface MetadataEdit {
  readonly pairType: "annotation" | "label";
  readonly field: "annotations" | "labels";
  readonly fieldManager: string;
  /** The word behind the name, from the JSON text before and after. */
  saysAfter(change: {
    readonly before: string;
    readonly after: string;
    readonly overwrites: boolean;
  }): string;
  /** Why existing values may not be changed, or undefined. */
  refusal(existing: readonly (readonly [string, string])[]): string;
  /** Whether a removed key that was not there is told. */
  readonly tellsMissing: boolean;
}

export const METADATA_FLAGS: readonly FlagSpec[] = [
  ...OUTPUT_FLAGS,
  ...CHANGE_FLAGS,
  RECORD_FLAG,
  ...SELECTOR_FLAGS,
  ...FILE_FLAGS,
  FIELD_SELECTOR_FLAG,
  ALL_NAMESPACES_FLAG,
  { name: "all", type: "bool" },
  { name: "overwrite", type: "bool" },
  { name: "list", type: "bool" },
  { name: "resource-version", type: "text" },
];

/** Runs `label` or `annotate`. Models label.RunLabel and annotate.RunAnnotate. */
export function* editMetadata(invocation: Invocation, edit: MetadataEdit): Steps<void> {
  const { args, flags } = invocation;
  const { objects, pairs } = splitPairs(args, edit.pairType);
  if (objects.length === 0 && !namesFiles(flags)) {
    throw failure(
      "one or more resources must be specified as <resource> <name> or <resource>/<name>",
    );
  }
  if (pairs.length === 0 && !flags.on("list"))
    throw failure(`at least one ${edit.pairType} update is required`);
  const changes = readPairs(pairs, edit.pairType);
  const { found, failures } = yield* fetchTargets(
    targetsOf(invocation, objects, { all: flags.on("all") }),
  );
  for (const one of found) {
    try {
      if (flags.on("list")) yield* list(one, edit, found.length > 1);
      else yield* editOne(invocation, one, edit, changes);
    } catch (error) {
      if (!isFailureToPrint(error)) throw error;
      failures.push(error);
    }
  }
  throwGathered(failures);
}

function* list({ object }: Found, edit: MetadataEdit, isOneOfMany: boolean): Steps<void> {
  const indent = isOneOfMany ? " " : "";
  const group = object.apiVersion.includes("/") ? (object.apiVersion.split("/")[0] ?? "") : "";
  if (isOneOfMany)
    yield* print(
      `Listing ${edit.field} for ${object.kind}.${group}/${object.metadata.name ?? ""}:\n`,
    );
  for (const [key, value] of sortedEntries(textsAt(object, "metadata", edit.field)))
    yield* print(`${indent}${key}=${value}\n`);
}

function* editOne(
  invocation: Invocation,
  { resource, object }: Found,
  edit: MetadataEdit,
  changes: PairChanges,
): Steps<void> {
  const { flags } = invocation;
  const overwrites = flags.on("overwrite");
  const dryRun = dryRunOf(invocation);
  const before = textsAt(object, "metadata", edit.field);
  if (edit.tellsMissing && dryRun !== "client") {
    for (const key of changes.remove)
      if (!Object.hasOwn(before, key))
        yield* print(`${edit.pairType} ${JSON.stringify(key)} not found.\n`);
  }
  const existing = sortedEntries(changes.set).flatMap(([key, value]) => {
    const now = before[key];
    // What caused a change may always be told anew.
    const isFree = edit.field === "annotations" && key === CHANGE_CAUSE;
    return now !== undefined && now !== value && !isFree ? [[key, now] as const] : [];
  });
  if (!overwrites && existing.length > 0) throw failure(edit.refusal(existing));
  const after = withPairs(before, changes);
  const changed = withField(object, edit.field, after);
  const did = edit.saysAfter({ before: goJson(object), after: goJson(changed), overwrites });
  const { name = "", namespace = "" } = object.metadata;
  const version = flags.text("resource-version");
  const body = {
    metadata: {
      ...fieldPatch(edit.field, before, after),
      ...(version !== "" && { resourceVersion: version }),
    },
  };
  const options = requestOptions(invocation, { fieldManager: edit.fieldManager, dryRun });
  const result =
    dryRun === "client"
      ? changed
      : yield* callObject({
          verb: "patch",
          resource,
          namespace,
          name,
          patchType: "merge",
          body,
          options,
        });
  const place = { resource, namespace, name };
  const shown = dryRun === "none" ? yield* recordAfterwards(invocation, place, result) : result;
  yield* report(invocation, { resource, name, object: shown, did }, dryRun);
}

function withField(
  object: KubeObject,
  field: string,
  value: Readonly<Record<string, string>>,
): KubeObject {
  const metadata = isMap(object.metadata) ? object.metadata : {};
  return { ...object, metadata: { ...metadata, [field]: value } } as KubeObject;
}

function fieldPatch(
  field: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Record<string, unknown> {
  if (isEqual(before, after)) return {};
  const patch: Record<string, string | null> = {};
  for (const [key, value] of Object.entries(after)) if (before[key] !== value) patch[key] = value;
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) patch[key] = null;
  return { [field]: patch };
}
