/** A step says at most this many words in each language. */
export const MAX_STEP_WORDS = 60;

/** How many words a text of a lesson has for a reader: of `{class term|official term}` one is shown, marks do not count. */
export function wordCount(text: string): number {
  const shown = text
    .replace(/\{([^{}|]*)\|([^{}|]*)\}/g, (_, first: string, second: string) =>
      first.split(/\s+/).length > second.split(/\s+/).length ? first : second,
    )
    .replace(/[*`>]/g, "")
    .replace(/^\s*(?:[-•]|\d+\.)\s+/gm, "");
  return shown.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
