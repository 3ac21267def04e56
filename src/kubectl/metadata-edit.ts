import { CHANGE_CAUSE, RECORD_FLAG, recordAfterwards } from "./record.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { isEqual } from "#core/base/equal.ts";
import { callObject, print } from "./api.ts";
import type { Invocation, Steps } from "./command.ts";
import { failure, isFailureToPrint, throwGathered } from "./failure.ts";
import { editableTargets } from "./editable-targets.ts";
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
  SELECTOR_FLAGS,
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
  { name: "local", type: "bool" },
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
  if (flags.on("list") && flags.text("output") !== "")
    throw failure("--list and --output may not be specified together");
  const changes = readPairs(pairs, edit.pairType);
  const { found, failures } = yield* editableTargets(
    invocation,
    objects,
    "can only use local files by -f pod.yaml or --filename=pod.json when --local=true is set",
  );
  const isSingle = namesOne(invocation, objects);
  if (flags.text("resource-version") !== "" && !isSingle)
    throw failure("--resource-version may only be used with a single resource");
  for (const one of found) {
    try {
      const now = pairs.length > 0 ? yield* editOne(invocation, one, edit, changes) : one.object;
      if (flags.on("list")) yield* list(now, edit, isSingle);
    } catch (error) {
      if (!isFailureToPrint(error)) throw error;
      failures.push(error);
    }
  }
  throwGathered(failures);
}

/** Whether the command line can mean no more than one object. Models resource.Result.IntoSingleItemImplied. */
function namesOne({ flags }: Invocation, words: readonly string[]): boolean {
  const files = flags.list("filename");
  if (words.length === 0 || files.length > 0) return false;
  const names = words.some((word) => word.includes("/")) ? words : words.slice(1);
  return names.length === 1 && (words[0] ?? "").split(",").length === 1;
}

function* list(object: KubeObject, edit: MetadataEdit, isSingle: boolean): Steps<void> {
  const isOneOfMany = !isSingle;
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
): Steps<KubeObject> {
  const { flags } = invocation;
  const isLocal = flags.on("local");
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
    dryRun === "client" || isLocal
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
  const shown =
    dryRun === "none" && !isLocal ? yield* recordAfterwards(invocation, place, result) : result;
  // What is listed afterwards is the answer itself.
  if (!flags.on("list")) yield* report(invocation, { resource, name, object: shown, did }, dryRun);
  return shown;
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
