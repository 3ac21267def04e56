import { parseTime } from "#core/base/time.ts";

/** Everything is looked at ten minutes after it was made. */
export const MADE = "2026-01-05T09:00:00Z";
/** Unix ms of the look. */
export const NOW = (parseTime(MADE) ?? 0) + 600_000;

/** Cells of a row. */
export type Cells = readonly unknown[];
type Case = readonly [fields: Readonly<Record<string, unknown>>, cells: Cells];
/** By kind: the fields of an object beside its name, and its row without name and age; `|` stands before the cells of `-o wide`. */
export type Cases = Readonly<Record<string, readonly Case[]>>;
