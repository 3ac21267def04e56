import type { NoteInput } from "#protocol/scenario.ts";

/** Longer lines are cut: a link carries no endless note, and what checks look for stands in front. */
const MAX_LINE_CHARS = 500;

/** The note that a kubectl command ended: what checks ask with `applied`, `refused` and `input`. */
export function ranNote(line: string, exitCode: number): NoteInput {
  return {
    type: "note",
    name: "ran",
    value: `${exitCode} ${line.trim().slice(0, MAX_LINE_CHARS)}`,
  };
}
