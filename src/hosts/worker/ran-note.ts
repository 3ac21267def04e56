import type { NoteInput } from "#protocol/scenario.ts";

/** The note that a kubectl command ended: what checks ask with `applied`, `refused` and `input`. */
export function ranNote(line: string, exitCode: number): NoteInput {
  return { type: "note", name: "ran", value: `${exitCode} ${line.trim()}` };
}
