import type { WorldId } from "#protocol/scenario.ts";
import type { Selector } from "./selector.ts";

/** What an expression can be worth. Truth is 1 and 0. */
export type Value = number | string;

/** One argument of a function. */
export type Argument =
  | { readonly type: "selector"; readonly selector: Selector }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "value"; readonly expression: Expr };

/** Looks back over time; `slot` is its place among the monitors of the check. */
export interface Temporal {
  readonly type: "temporal";
  readonly operator: "ever" | "never" | "always" | "within" | "held";
  readonly durationMs: number;
  readonly of: Expr;
  readonly slot: number;
}

/** A call of one of the functions of docs/LESSONS.md. */
export interface Call {
  readonly type: "call";
  readonly name: string;
  readonly arguments: readonly Argument[];
  readonly world: WorldId;
}

/** A parsed expression. */
export type Expr =
  | { readonly type: "literal"; readonly value: Value }
  | { readonly type: "not" | "minus"; readonly of: Expr }
  | {
      readonly type: "binary";
      readonly operator: "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-";
      readonly left: Expr;
      readonly right: Expr;
    }
  | Call
  | Temporal;
