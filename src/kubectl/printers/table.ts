import { isMap, listAt, sortedEntries, textAt, textsAt } from "../json.ts";
import type { TabWriter } from "./tab-writer.ts";

/** What a table print may add to or leave out of the server's columns. */
export interface TableOptions {
  readonly wide: boolean;
  readonly noHeaders: boolean;
  readonly withNamespace: boolean;
  /** `deployment.apps` in front of each name, or undefined. */
  readonly kindPrefix?: string;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
  /** First column of `--output-watch-events`: the event's type. */
  readonly eventType?: string;
  readonly showKind?: boolean;
}

const LONGEST_EVENT = "MODIFIED".length;

interface TableColumn {
  readonly name: string;
  readonly priority: number;
}

/** Columns of a meta.k8s.io/v1 Table. */
function columnsOf(table: unknown): readonly TableColumn[] {
  return listAt(table, "columnDefinitions").map((column) => ({
    name: textAt(column, "name"),
    priority: isMap(column) && typeof column["priority"] === "number" ? column["priority"] : 0,
  }));
}

/** Writes the header line of a server's table. Models cli-runtime printers.TablePrinter. */
export function writeTableHeader(writer: TabWriter, table: unknown, options: TableOptions): void {
  const shown = columnsOf(table).filter((column) => options.wide || column.priority === 0);
  const cells = [
    ...(options.eventType === undefined ? [] : ["EVENT"]),
    ...(options.withNamespace ? ["NAMESPACE"] : []),
    ...shown.map((column) => column.name.toUpperCase()),
    ...options.labelColumns.map((label) => (label.split("/").at(-1) ?? label).toUpperCase()),
    ...(options.showLabels ? ["LABELS"] : []),
  ];
  writer.write(`${cells.join("\t")}\n`);
}

/** Writes the rows of a server's table; `columns` is the table that told the column definitions, when this one does not. */
export function writeTableRows(
  writer: TabWriter,
  table: unknown,
  options: TableOptions,
  columns: unknown = table,
): void {
  const definitions = columnsOf(columns);
  const nameIndex = listAt(columns, "columnDefinitions").findIndex(
    (column) => textAt(column, "format") === "name" || textAt(column, "name") === "Name",
  );
  for (const row of listAt(table, "rows")) {
    const cells: string[] = [];
    if (options.eventType !== undefined) cells.push(options.eventType.padEnd(LONGEST_EVENT));
    if (options.withNamespace) cells.push(textAt(row, "object", "metadata", "namespace"));
    listAt(row, "cells").forEach((cell, i) => {
      const column = definitions[i];
      if (!column || (!options.wide && column.priority !== 0)) return;
      const prefix =
        i === nameIndex && options.kindPrefix !== undefined ? `${options.kindPrefix}/` : "";
      cells.push(prefix + cellText(cell));
    });
    const labels = textsAt(row, "object", "metadata", "labels");
    for (const label of options.labelColumns) cells.push(labels[label] ?? "");
    if (options.showLabels) cells.push(labelsText(labels));
    writer.write(`${cells.join("\t")}\n`);
  }
}

/** `a=b,c=d`, sorted, or `<none>`. Models labels.FormatLabels. */
export function labelsText(labels: Readonly<Record<string, string>>): string {
  const text = sortedEntries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  return text === "" ? "<none>" : text;
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "string")
    return Array.isArray(cell) ? `[${cell.map(cellText).join(" ")}]` : String(cell);
  const cut = cell.search(/[\f\n\r]/);
  const shown = cut < 0 ? cell : `${cell.slice(0, cut)}...`;
  // Control characters would let an object's text move the terminal's cursor.
  return shown.replaceAll("\t", " ").replace(/\u001b/g, "^[");
}
