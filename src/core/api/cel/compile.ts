import type { Expr } from "./ast.ts";
import { checkExpression, type Declarations } from "./checker.ts";
import { issuesText, SyntaxIssue } from "./issues.ts";
import { parseExpression } from "./parser.ts";
import type { CelType } from "./types.ts";

/** An expression that can be evaluated. */
export interface Compiled {
  readonly expr: Expr;
  readonly type: CelType;
  /** Names of the variables that are used. */
  readonly used: ReadonlySet<string>;
}

/** An expression, or why it is none: `compilation failed: ERROR: …` is made of the text. Models cel.Env.Compile. */
export function compileExpression(
  text: string,
  declarations: Declarations,
): Compiled | { readonly problem: string } {
  const expr = parsed(text);
  if ("problem" in expr) return expr;
  const { type, issues, used } = checkExpression(expr, declarations);
  if (issues.length > 0) return { problem: issuesText(text, issues) };
  return { expr, type, used };
}

function parsed(text: string): Expr | { readonly problem: string } {
  try {
    return parseExpression(text);
  } catch (error) {
    if (!(error instanceof SyntaxIssue)) throw error;
    return { problem: issuesText(text, error.issues) };
  }
}
