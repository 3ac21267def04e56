import type { ScenarioFile } from "#protocol/scenario.ts";
import type { LessonChip } from "#protocol/lesson.ts";

/** What an edit chip finds and what it puts there. */
export type ChipEdit = Extract<LessonChip["action"], { readonly type: "edit" }>;

/** The file that a chip changes: as it stands in the editor, or as the lesson brings it. */
export function editedFile(
  { name }: Pick<ChipEdit, "name">,
  {
    open,
    given,
  }: { readonly open: readonly ScenarioFile[]; readonly given: readonly ScenarioFile[] },
): ScenarioFile | undefined {
  return [...open, ...given].find((file) => file.name === name);
}

/** The text with the first place changed; the same text when there is nothing left to change. */
export function edited(text: string, { find, text: put }: Pick<ChipEdit, "find" | "text">): string {
  return text.replace(find, () => put);
}
