import { describe, expect, test } from "vitest";
import type { KubeObject } from "../meta.ts";
import { kinds } from "./index.ts";
import { type Cases, type Cells, MADE, NOW } from "./testing/cases.ts";
import { CLUSTER_ROWS } from "./testing/cluster-rows.ts";
import { NETWORK_ROWS } from "./testing/network-rows.ts";
import { STORAGE_ROWS } from "./testing/storage-rows.ts";
import { WORKLOAD_ROWS } from "./testing/workload-rows.ts";

function kindOf(name: string) {
  const found = kinds.find(({ kind, version }) => kind === name && version !== "v1beta1");
  if (!found) throw new Error(`no kind ${name}`);
  return found;
}

function rowOf(name: string, { metadata, ...fields }: Readonly<Record<string, unknown>>): Cells {
  const object = {
    metadata: { name: "x", creationTimestamp: MADE, ...(metadata as object | undefined) },
    ...fields,
  } as unknown as KubeObject;
  const { columns } = kindOf(name);
  const cellsAt = (isWide: boolean) =>
    columns
      .filter((column) => column.priority > 0 === isWide)
      .filter(({ name: title }) => !["Age", "Created At"].includes(title))
      .map((column) => column.cell(object, { nowEpochMs: NOW }));
  const [first, ...shown] = cellsAt(false);
  const wide = cellsAt(true);
  return [...(first === "x" ? [] : [first]), ...shown, ...(wide.length > 0 ? ["|", ...wide] : [])];
}
const TABLES: Cases = { ...WORKLOAD_ROWS, ...NETWORK_ROWS, ...STORAGE_ROWS, ...CLUSTER_ROWS };

describe("rows of server-side tables", () => {
  for (const [name, cases] of Object.entries(TABLES))
    test.each(cases)(`${name} %#`, (fields, cells) => {
      expect(rowOf(name, fields)).toEqual(cells);
    });

  test.each([
    ["2026-01-05T09:00:00Z", "10m"],
    ["2025-01-05T09:00:00Z", "365d"],
    ["2026-01-05T09:10:01Z", "0s"],
    [undefined, "<unknown>"],
  ])("an age since %s reads %s", (creationTimestamp, text) => {
    const age = kindOf("ConfigMap").columns.find(({ name }) => name === "Age");
    const object = { metadata: { name: "x", creationTimestamp } } as unknown as KubeObject;
    expect(age?.cell(object, { nowEpochMs: NOW })).toBe(text);
  });

  test("a row tells that its pod has come to its end", () => {
    const conditionsOf = (phase: string) =>
      kindOf("Pod").rowConditions?.({ metadata: {}, spec: {}, status: { phase } } as never);
    expect(conditionsOf("Running")).toEqual([]);
    expect(conditionsOf("Failed")).toEqual([
      { type: "Completed", status: "True", reason: "Failed", message: "The pod failed." },
    ]);
    expect(conditionsOf("Succeeded")?.[0]?.message).toBe("The pod has completed successfully.");
  });
});
