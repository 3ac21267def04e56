/** A literal as it is written. */
export type Literal =
  | { readonly type: "int" | "uint"; readonly value: bigint }
  | { readonly type: "double"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "bytes"; readonly value: readonly number[] }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "null" };

/** Macros that go through a list or a map. Models cel-go's standard macros and its two-variable comprehensions. */
export type Loop =
  | "all"
  | "exists"
  | "existsOne"
  | "map"
  | "filter"
  | "transformList"
  | "transformMap"
  | "transformMapEntry";

interface Entry {
  readonly key: Expr;
  readonly value: Expr;
  readonly isOptional: boolean;
}

/** A parsed expression; `at` is the place in the text that messages point at. */
export type Expr = { readonly at: number } & (
  | { readonly type: "literal"; readonly literal: Literal }
  | { readonly type: "ident"; readonly name: string }
  | {
      readonly type: "select";
      readonly target: Expr;
      readonly field: string;
      readonly isOptional: boolean;
    }
  | { readonly type: "has"; readonly target: Expr; readonly field: string }
  | {
      readonly type: "call";
      readonly name: string;
      readonly target: Expr | undefined;
      readonly args: readonly Expr[];
    }
  | { readonly type: "list"; readonly items: readonly Expr[]; readonly optional: readonly number[] }
  | { readonly type: "map"; readonly entries: readonly Entry[] }
  | { readonly type: "struct"; readonly name: string }
  | {
      readonly type: "loop";
      readonly loop: Loop;
      readonly range: Expr;
      /** One, or the key and the value. */
      readonly variables: readonly string[];
      readonly filter: Expr | undefined;
      readonly body: Expr;
    }
  | {
      readonly type: "optMap";
      readonly isFlat: boolean;
      readonly target: Expr;
      readonly variable: string;
      readonly body: Expr;
    }
);
