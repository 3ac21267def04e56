/** What Enter adds to the indentation of the line it leaves. The first rule whose pattern fits the text before the cursor holds. */
export const ENTER_RULES: readonly { readonly before: RegExp; readonly adds: string }[] = [
  // `- resources:` opens a block below the key, not below the dash.
  { before: /^\s*-\s+[\w./"'-]+:\s*(#.*)?$/, adds: "    " },
  // `- name: web` goes on with the next key of the same item, below its first.
  { before: /^\s*-\s+[\w./"'-]+:\s+\S.*$/, adds: "  " },
  { before: /^\s*[\w./"'-]+:\s*([|>][+-]?\d?)?\s*(#.*)?$/, adds: "  " },
];

/** The spaces a line begins with when Enter is pressed after this text. */
export function indentAfter(before: string): string {
  const own = /^ */.exec(before)?.[0] ?? "";
  const rule = ENTER_RULES.find(({ before: pattern }) => pattern.test(before));
  return own + (rule?.adds ?? "");
}
