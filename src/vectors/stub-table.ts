import type { KubeObject } from "#core/api/meta.ts";
import type { ApiResource } from "#kubectl/define.ts";
import { listAt, textAt } from "#kubectl/json.ts";

/** The tables of the stub server that the recordings were made with: real columns for pods, the default two for the rest. */
export function stubTable(resource: ApiResource, objects: readonly KubeObject[]): unknown {
  const isPod = resource.plural === "pods" && resource.group === "";
  const columnDefinitions = isPod ? POD_COLUMNS : DEFAULT_COLUMNS;
  const rows = objects.map((object) => ({
    cells: isPod ? podCells(object) : [object.metadata.name, object.metadata.creationTimestamp],
    object: {
      kind: "PartialObjectMetadata",
      apiVersion: "meta.k8s.io/v1",
      metadata: object.metadata,
    },
  }));
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata: { resourceVersion: "1" },
    columnDefinitions,
    rows,
  };
}

const DEFAULT_COLUMNS = [
  { name: "Name", type: "string", format: "name", priority: 0 },
  { name: "Created At", type: "date", format: "", priority: 0 },
];
const POD_COLUMNS = [
  { name: "Name", type: "string", format: "name", priority: 0 },
  ...["Ready", "Status", "Restarts", "Age"].map((name) => ({
    name,
    type: "string",
    format: "",
    priority: 0,
  })),
  ...["IP", "Node", "Nominated Node", "Readiness Gates"].map((name) => ({
    name,
    type: "string",
    format: "",
    priority: 1,
  })),
];

function podCells(pod: KubeObject): unknown[] {
  const statuses = listAt(pod, "status", "containerStatuses");
  const ready = statuses.filter(
    (status) =>
      typeof status === "object" && status !== null && "ready" in status && status.ready === true,
  );
  const total = listAt(pod, "spec", "containers").length;
  const restarts = 0;
  return [
    textAt(pod, "metadata", "name"),
    `${ready.length}/${total}`,
    textAt(pod, "status", "phase"),
    restarts,
    "10d",
    textAt(pod, "status", "podIP") || "<none>",
    textAt(pod, "spec", "nodeName") || "<none>",
    "<none>",
    "<none>",
  ];
}
