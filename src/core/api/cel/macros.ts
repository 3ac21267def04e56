import type { Expr, Loop } from "./ast.ts";
import { SyntaxIssue } from "./issues.ts";

type Call = Expr;

/** What a call without a target stands for when it is a macro. */
export function globalMacro({ at }: Call, name: string, args: readonly Expr[]): Expr | undefined {
  const [only] = args;
  if (name !== "has" || args.length !== 1 || !only) return undefined;
  if (only.type !== "select" || only.isOptional)
    throw new SyntaxIssue({ at, message: "invalid argument to has() macro" });
  return { type: "has", target: only.target, field: only.field, at };
}

interface LoopShape {
  readonly loop: Loop;
  /** Numbers of arguments with one variable, the last ones being a filter and what is made, or what is made alone. */
  readonly single: readonly number[];
  /** The same with a key and a value. */
  readonly double: readonly number[];
}

const LOOPS: ReadonlyMap<string, LoopShape> = new Map([
  ["all", { loop: "all", single: [2], double: [3] }],
  ["exists", { loop: "exists", single: [2], double: [3] }],
  ["exists_one", { loop: "existsOne", single: [2], double: [] }],
  ["existsOne", { loop: "existsOne", single: [2], double: [3] }],
  ["filter", { loop: "filter", single: [2], double: [] }],
  ["map", { loop: "map", single: [2, 3], double: [] }],
  ["transformList", { loop: "transformList", single: [], double: [3, 4] }],
  ["transformMap", { loop: "transformMap", single: [], double: [3, 4] }],
  ["transformMapEntry", { loop: "transformMapEntry", single: [], double: [3, 4] }],
] satisfies [string, LoopShape][]);

/** What a call on a target stands for when it is a macro. */
export function memberMacro(
  call: Call,
  target: Expr,
  name: string,
  args: readonly Expr[],
): Expr | undefined {
  if ((name === "optMap" || name === "optFlatMap") && args.length === 2) {
    const variable = variableOf(args[0], call);
    const body = args[1] as Expr;
    return { type: "optMap", isFlat: name === "optFlatMap", target, variable, body, at: call.at };
  }
  const shape = LOOPS.get(name);
  if (!shape) return undefined;
  const { loop } = shape;
  const count = shape.double.includes(args.length) ? 2 : 1;
  if (count === 1 && !shape.single.includes(args.length)) return undefined;
  const variables = args.slice(0, count).map((each) => variableOf(each, call));
  const rest = args.slice(count);
  const filter = rest.length > 1 ? rest[0] : undefined;
  const body = rest.at(-1) as Expr;
  return { type: "loop", loop, range: target, variables, filter, body, at: call.at };
}

function variableOf(expr: Expr | undefined, call: Call): string {
  if (expr?.type === "ident") return expr.name;
  throw new SyntaxIssue({ at: expr?.at ?? call.at, message: "argument must be a simple name" });
}
