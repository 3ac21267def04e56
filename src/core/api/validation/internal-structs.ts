import { sortedBy } from "#core/base/order.ts";
import type {
  LabelSelector,
  ObjectMeta,
  PodSpec,
  PodTemplateSpec,
} from "../schema/generated/types.ts";
import { KIND_FIELDS } from "./internal-kind-fields.ts";
import { POD_FIELDS } from "./internal-pod-fields.ts";
import { selectorValue } from "./labels.ts";

interface Field {
  readonly goName: string;
  readonly jsonName: string;
  readonly sort: string;
  readonly struct: string;
}

type Json = Readonly<Record<string, unknown>>;

const FIELD = /^([A-Za-z0-9]+)(?:=([A-Za-z0-9]+))?(#|!|\?|%|\.|\*|\^|\[\])?([A-Za-z0-9]*)$/;

const fieldsByStruct = new Map(
  Object.entries({ ...POD_FIELDS, ...KIND_FIELDS }).map(([struct, text]) => [
    struct,
    text.split(" ").map(readField),
  ]),
);

function readField(text: string): Field {
  const [, goName = text, renamed, sort = "", struct = ""] = FIELD.exec(text) ?? [];
  return {
    goName,
    jsonName: renamed ?? goName.slice(0, 1).toLowerCase() + goName.slice(1),
    sort,
    struct,
  };
}

/** A pod spec as the server holds it: Go's names in Go's order, with what the v1 form leaves out. Models pkg/apis/core PodSpec. */
export function internalPodSpec(spec: PodSpec): unknown {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, securityContext } = spec;
  const shared = { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers };
  return structOf("PodSpec", {
    ...spec,
    ...(securityContext && { securityContext: { ...securityContext, ...shared } }),
  });
}

/** A pod template as the server holds it. */
export function internalPodTemplate({ metadata, spec }: PodTemplateSpec): unknown {
  return { ...goMeta(metadata), Spec: internalPodSpec(spec ?? ({} as PodSpec)) };
}

const META_FIELDS = [
  "name",
  "generateName",
  "namespace",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "labels",
  "annotations",
  "ownerReferences",
  "finalizers",
] as const;

/** Metadata in the order of Go's struct, empty fields left out. */
export function goMeta(metadata: ObjectMeta | undefined): Json {
  const entries = META_FIELDS.map((field) => [field, metadata?.[field]] as const);
  return Object.fromEntries(entries.filter(([, value]) => !isUnset(value)));
}

function isUnset(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === "";
}

/** A value as the server holds it in the struct of this name, null without one. */
export function internalStruct(struct: string, value: object | undefined): unknown {
  return value === undefined ? null : structOf(struct, value as Json);
}

function structOf(struct: string, value: Json): unknown {
  if (struct === "EphemeralContainer") {
    const target = value["targetContainerName"] ?? "";
    return { ...(structOf("Container", value) as Json), TargetContainerName: target };
  }
  const fields = fieldsByStruct.get(struct) ?? [];
  return Object.fromEntries(
    fields.map((field) => [field.goName, valueOf(field, value[field.jsonName])]),
  );
}

function valueOf({ sort, struct }: Field, value: unknown): unknown {
  switch (sort) {
    case "#":
      return value ?? 0;
    case "!":
      return value ?? false;
    case "?":
      return value ?? null;
    case "%":
      return value
        ? Object.fromEntries(sortedBy(Object.entries(value as Json), ([key]) => key))
        : null;
    case "^":
      return selectorValue(value as LabelSelector | undefined);
    case ".":
      return structOf(struct, (value ?? {}) as Json);
    case "*":
      return value ? structOf(struct, value as Json) : null;
    case "[]":
      return value ? (value as readonly Json[]).map((each) => structOf(struct, each)) : null;
    default:
      return value ?? "";
  }
}
