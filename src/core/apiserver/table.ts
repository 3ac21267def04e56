import type { KindDefinition } from "#core/api/define.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { ApiRequest } from "#core/api/request.ts";
import type { Call, ServerContext } from "./context.ts";

/** Objects as a meta.k8s.io/v1 Table with the columns of their kind. Models registry/rest TableConvertor. */
export function tableOf(
  context: ServerContext,
  call: Call,
  objects: readonly KubeObject[],
  metadata: Readonly<Record<string, unknown>>,
): unknown {
  const { kind, request } = call;
  const cellContext = { nowEpochMs: context.simulation.epochMs };
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: kind.columns.map(({ name, type, format = "", description, priority }) => ({
      name,
      type,
      format,
      description,
      priority,
    })),
    rows: inRowOrder(kind, objects).map((object) => {
      const conditions = kind.rowConditions?.(object) ?? [];
      return {
        cells: kind.columns.map((column) => column.cell(object, cellContext)),
        ...(conditions.length > 0 && { conditions }),
        object: rowObject(request.table, object),
      };
    }),
  };
}

function inRowOrder(
  { compareRows }: KindDefinition,
  objects: readonly KubeObject[],
): readonly KubeObject[] {
  return compareRows ? [...objects].sort(compareRows) : objects;
}

function rowObject(shown: ApiRequest["table"], object: KubeObject): unknown {
  if (shown === "none") return null;
  if (shown === "object") return object;
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata };
}
