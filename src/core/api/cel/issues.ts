/** One thing wrong with the text of an expression. */
export interface Issue {
  /** Offset in the text. */
  readonly at: number;
  readonly message: string;
}

/** Ends the reading of an expression. */
export class SyntaxIssue extends Error {
  readonly issues: readonly Issue[];

  constructor(...issues: readonly Issue[]) {
    super(issues.map(({ message }) => message).join("\n"));
    this.issues = issues;
  }
}

/** How cel-go shows what is wrong: each with its line and a mark under the place. Models common.Errors.ToDisplayString. */
export function issuesText(text: string, issues: readonly Issue[]): string {
  return [...issues]
    .sort((a, b) => a.at - b.at)
    .map((issue) => issueText(text, issue))
    .join("\n");
}

function issueText(text: string, { at, message }: Issue): string {
  const before = text.slice(0, at).split("\n");
  const line = text.split("\n")[before.length - 1] ?? "";
  const column = (before.at(-1) ?? "").length;
  const mark = `${".".repeat(column)}^`;
  return `ERROR: <input>:${before.length}:${column + 1}: ${message}\n | ${line}\n | ${mark}`;
}
