import type { Column } from "#core/api/define.ts";
import { ageColumn, nameColumn } from "#core/api/kinds/columns.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { Scale } from "#core/api/schema/generated/types.ts";

function replicasColumn(
  name: string,
  description: string,
  read: (scale: Scale) => number | undefined,
): Column<KubeObject> {
  return {
    name,
    type: "integer",
    description,
    priority: 0,
    cell: (object) => read(object as unknown as Scale) ?? 0,
  };
}

/** Columns of the scale subresource of every kind that has one. Models printers printScale. */
export const scaleColumns: readonly Column<KubeObject>[] = [
  nameColumn,
  replicasColumn(
    "Desired",
    "replicas is the desired number of instances for the scaled object.",
    ({ spec }) => spec.replicas,
  ),
  replicasColumn(
    "Available",
    "replicas is the actual number of observed instances of the scaled object.",
    ({ status }) => status.replicas,
  ),
  ageColumn,
];
