import type { Argument, Expr } from "./check/ast.ts";
import { FUNCTIONS, type Names } from "./check/functions.ts";
import { CheckError, CheckParser } from "./check/parser.ts";

/** A check that was read: what it is made of, and what it needs to be followed through time. */
export interface Check {
  readonly text: string;
  readonly expression: Expr;
  /** How many monitors it needs: one for every temporal operator. */
  readonly slots: number;
  /** Its value can change by the clock alone. */
  readonly isTimed: boolean;
  /** It asks about a cluster, not only about the learner and the clock. */
  readonly needsWorld: boolean;
  /** It asks how customers fare. */
  readonly needsTraffic: boolean;
  /** Kinds whose coming and going must be remembered for it. */
  readonly followedKinds: readonly string[];
  /** Predictions and files it speaks of. */
  readonly names: readonly { readonly what: Names; readonly name: string }[];
}

/** A check, or what is wrong with the text and at which character. */
export type ParsedCheck =
  | { readonly ok: true; readonly check: Check }
  | { readonly ok: false; readonly message: string; readonly offset: number };

/** Reads an expression of the check language (docs/LESSONS.md). Never throws. */
export function parseCheck(text: string): ParsedCheck {
  const parser = new CheckParser(text);
  try {
    const expression = parser.parse();
    const kinds = new Set<string>();
    const names: { what: Names; name: string }[] = [];
    let isTimed = false;
    let needsTraffic = false;
    let needsWorld = false;
    walk(expression, (each) => {
      if (each.type === "temporal") isTimed = isTimed || each.durationMs > 0;
      if (each.type !== "call") return;
      const spec = FUNCTIONS[each.name];
      isTimed = isTimed || spec?.isTimed === true;
      needsWorld = needsWorld || spec?.isOfLearner !== true;
      needsTraffic = needsTraffic || each.name === "traffic";
      for (const kind of followedBy(each.name, each.arguments)) kinds.add(kind);
      for (const [i, argument] of each.arguments.entries()) {
        const parameter = spec?.parameters[i];
        if (argument.type === "text" && parameter?.type === "text" && parameter.names)
          names.push({ what: parameter.names, name: argument.text });
      }
    });
    const check = {
      text,
      expression,
      slots: parser.slots,
      isTimed,
      needsTraffic,
      needsWorld,
      names,
    };
    return { ok: true, check: { ...check, followedKinds: [...kinds].sort() } };
  } catch (error) {
    if (!(error instanceof CheckError)) throw error;
    return { ok: false, message: error.message, offset: error.offset };
  }
}

function followedBy(name: string, given: readonly Argument[]): readonly string[] {
  if (name === "revisions") return ["ReplicaSet"];
  const first = given[0];
  return (name === "made" || name === "gone") && first?.type === "selector"
    ? [first.selector.kind]
    : [];
}

function walk(expression: Expr, visit: (each: Expr) => void): void {
  visit(expression);
  switch (expression.type) {
    case "literal":
      return;
    case "not":
    case "minus":
    case "temporal":
      walk(expression.of, visit);
      return;
    case "binary":
      walk(expression.left, visit);
      walk(expression.right, visit);
      return;
    case "call":
      for (const argument of expression.arguments)
        if (argument.type === "value") walk(argument.expression, visit);
  }
}
