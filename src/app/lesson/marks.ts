/** A run of text with one look. */
export interface Run {
  readonly strong: boolean;
  readonly code: boolean;
  readonly text: string;
}

/** A paragraph or a list of a lesson's text. */
export type Block =
  | { readonly type: "paragraph"; readonly runs: readonly Run[] }
  | { readonly type: "list"; readonly items: readonly (readonly Run[])[] }
  | { readonly type: "code"; readonly text: string };

/** Shows one of the two words of each `{class|official}`. */
export function chooseTerms(
  text: string,
  { classTerms }: { readonly classTerms: boolean },
): string {
  return text.replace(/\{([^{}|]+)\|([^{}|]+)\}/g, (_whole, inClass: string, official: string) =>
    classTerms ? inClass : official,
  );
}

/** A text without its marks, for where there is no Markdown: paragraphs and points on lines of their own. */
export function plainText(text: string, terms: { readonly classTerms: boolean }): string {
  const words = (runs: readonly Run[]) => runs.map((run) => run.text).join("");
  return blocksOf(chooseTerms(text, terms))
    .map((block) =>
      block.type === "list"
        ? block.items.map((runs) => `• ${words(runs)}`).join("\n")
        : block.type === "code"
          ? block.text
          : words(block.runs),
    )
    .join("\n\n");
}

/** Reads the small Markdown of lessons: paragraphs, lists, **bold** and `code`. */
export function blocksOf(text: string): readonly Block[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== "")
    .map(blockOf);
}

function blockOf(part: string): Block {
  const fence = /^```\w*\n([\s\S]*?)\n?```$/.exec(part.trim());
  if (fence) return { type: "code", text: fence[1] ?? "" };
  const lines = part.split("\n");
  const isItem = (line: string) => /^\s*[-*] /.test(line);
  if (!lines.every((line) => isItem(line) || /^\s{2,}/.test(line)) || !isItem(lines[0] ?? ""))
    return { type: "paragraph", runs: runsOf(lines.map((line) => line.trim()).join(" ")) };
  const items = part.split(/\n(?=\s*[-*] )/);
  return {
    type: "list",
    items: items.map((item) => runsOf(item.replace(/^\s*[-*] /, "").replace(/\n\s*/g, " "))),
  };
}

/** One line as runs of bold, code and plain text; code may stand inside bold. */
export function runsOf(line: string): readonly Run[] {
  return line
    .split(/(\*\*[^*]+\*\*)/)
    .flatMap((piece) =>
      piece.startsWith("**") && piece.length > 4
        ? codesIn(piece.slice(2, -2), { strong: true })
        : codesIn(piece, { strong: false }),
    );
}

function codesIn(text: string, { strong }: { readonly strong: boolean }): readonly Run[] {
  return text
    .split(/(`[^`]+`)/)
    .filter((piece) => piece !== "")
    .map((piece) =>
      piece.startsWith("`") && piece.length > 2
        ? { strong, code: true, text: piece.slice(1, -1) }
        : { strong, code: false, text: piece },
    );
}
