import { parseTime } from "#core/base/time.ts";
import type { CellContext, Column } from "../define.ts";
import { humanDuration } from "../human-duration.ts";
import { formatSelector, selectorFromLabels } from "../label-selector.ts";
import { nameOf, type KubeObject } from "../meta.ts";
import type { PodSpec } from "../schema/generated/types.ts";

const NAME_DESCRIPTION =
  "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the " +
  "generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. " +
  "Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";
const AGE_DESCRIPTION =
  "CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in " +
  "happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\n" +
  "Populated by the system. Read-only. Null for lists. More info: " +
  "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

/** The Name column, first of every table. */
export const nameColumn: Column<KubeObject> = {
  name: "Name",
  type: "string",
  format: "name",
  description: NAME_DESCRIPTION,
  priority: 0,
  cell: nameOf,
};

/** The Age column: time since creation. */
export const ageColumn: Column<KubeObject> = {
  name: "Age",
  type: "string",
  description: AGE_DESCRIPTION,
  priority: 0,
  cell: (object, { nowEpochMs }) => timeSince(object.metadata.creationTimestamp, nowEpochMs),
};

/** The only other column of kinds nobody wrote columns for. Models registry/rest NewDefaultTableConvertor. */
export const createdAtColumn: Column<KubeObject> = {
  name: "Created At",
  type: "date",
  description: AGE_DESCRIPTION,
  priority: 0,
  cell: (object) => object.metadata.creationTimestamp ?? "",
};

type Cell<T> = (object: T, context: CellContext) => string | number | boolean | null;

/** A column of text shown always. */
export function textColumn<T>(name: string, description: string, cell: Cell<T>): Column<T> {
  return { name, type: "string", description, priority: 0, cell };
}

/** A column of text shown with `-o wide` only. */
export function wideColumn<T>(name: string, description: string, cell: Cell<T>): Column<T> {
  return { name, type: "string", description, priority: 1, cell };
}

/** A column of whole numbers shown always. */
export function integerColumn<T>(name: string, description: string, cell: Cell<T>): Column<T> {
  return { name, type: "integer", description, priority: 0, cell };
}

/** Time passed since an RFC 3339 instant, `<unknown>` without one. Models printers translateTimestampSince. */
export function timeSince(timestamp: string | null | undefined, nowEpochMs: number): string {
  const then = timestamp ? parseTime(timestamp) : undefined;
  return then === undefined ? "<unknown>" : humanDuration(nowEpochMs - then);
}

/** The container names of a pod spec, as the wide columns of workloads show them. */
export function containerNames(spec: PodSpec): string {
  return (spec.containers ?? []).map((container) => container.name).join(",");
}

/** The container images of a pod spec, as the wide columns of workloads show them. */
export function containerImages(spec: PodSpec): string {
  return (spec.containers ?? []).map((container) => container.image ?? "").join(",");
}

/** The wide columns of everything that has a pod template. Models printers.layoutContainerCells. */
export function templateColumns<T>(
  readSpec: (object: T) => PodSpec | undefined,
): readonly Column<T>[] {
  const cellOf = (text: (spec: PodSpec) => string) => (object: T) => {
    const spec = readSpec(object);
    return spec ? text(spec) : "";
  };
  return [
    wideColumn("Containers", "Names of each container in the template.", cellOf(containerNames)),
    wideColumn(
      "Images",
      "Images referenced by each container in the template.",
      cellOf(containerImages),
    ),
  ];
}

interface HasReplicas extends KubeObject {
  readonly spec: { readonly replicas?: number; readonly template?: { readonly spec?: PodSpec } };
  readonly status: { readonly replicas: number; readonly readyReplicas?: number };
}

/** The columns of what keeps a number of equal pods; the kinds differ in words and in how their selector reads. Models printers.printReplicaSet and printReplicationController. */
export function replicaColumns<T extends HasReplicas>(options: {
  readonly descriptions: Readonly<Record<"desired" | "current" | "ready" | "selector", string>>;
  readonly selectorText: (object: T) => string;
}): readonly Column<T>[] {
  const { descriptions, selectorText } = options;
  return [
    nameColumn,
    integerColumn("Desired", descriptions.desired, ({ spec }) => spec.replicas ?? 0),
    integerColumn("Current", descriptions.current, ({ status }) => status.replicas),
    integerColumn("Ready", descriptions.ready, ({ status }) => status.readyReplicas ?? 0),
    ageColumn,
    ...templateColumns<T>(({ spec }) => spec.template?.spec),
    wideColumn("Selector", descriptions.selector, selectorText),
  ];
}

/** Labels as `a=b,c=d` in order of their keys, `<none>` without any. Models labels.FormatLabels. */
export function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  return formatSelector(selectorFromLabels(labels)) || "<none>";
}
