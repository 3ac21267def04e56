import type { Expr, Literal } from "./ast.ts";
import { dottedName, namespacedFunction, TYPE_NAMES } from "./checker.ts";
import { overloadFor } from "./functions.ts";
import { keyOf } from "./lib-standard.ts";
import type { CelOutside } from "./overloads.ts";
import {
  Bytes,
  CelError,
  isEqualValue,
  isList,
  isMap,
  Optional,
  TypeValue,
  Uint,
  type CelValue,
} from "./values.ts";

/** Values of variables, by name. */
export type Activation = ReadonlyMap<string, CelValue>;

/** Upstream's limit for one expression, in the units of the interpreter that stands for one step here. */
const MAX_STEPS = 1_000_000;

/** What an expression comes to. Throws a CelError when it fails. Models cel-go's interpreter. */
export function evaluate(expr: Expr, activation: Activation, outside: CelOutside = {}): CelValue {
  return new Evaluation(activation, outside).value(expr, undefined);
}

/** Variables of macros, the innermost first. */
interface Local {
  readonly name: string;
  readonly value: CelValue;
  readonly outer: Local | undefined;
}

class Evaluation {
  private readonly activation: Activation;
  private readonly outside: CelOutside;
  private steps = 0;

  constructor(activation: Activation, outside: CelOutside) {
    this.activation = activation;
    this.outside = outside;
  }

  value(expr: Expr, local: Local | undefined): CelValue {
    if (++this.steps > MAX_STEPS)
      throw new CelError("operation cancelled: actual cost limit exceeded");
    switch (expr.type) {
      case "literal":
        return literalValue(expr.literal);
      case "ident":
        return this.variable(expr.name, local);
      case "select":
        return this.select(expr, local);
      case "has":
        return this.has(expr, local);
      case "call":
        return this.call(expr, local);
      case "list":
        return this.list(expr, local);
      case "map":
        return this.map(expr, local);
      case "struct":
        throw new CelError(`unknown type '${expr.name}'`);
      case "loop":
        return this.loop(expr, local);
      case "optMap":
        return this.optMap(expr, local);
    }
  }

  private variable(name: string, local: Local | undefined): CelValue {
    for (let each = local; each; each = each.outer) if (each.name === name) return each.value;
    const value = this.activation.get(name);
    if (value !== undefined) return value;
    if (TYPE_NAMES.has(name)) return new TypeValue(name);
    throw new CelError(`no such attribute(s): ${name}`);
  }

  private select(
    expr: Extract<Expr, { readonly type: "select" }>,
    local: Local | undefined,
  ): CelValue {
    const name = dottedName(expr);
    const whole = name === undefined ? undefined : this.activation.get(name);
    if (whole !== undefined) return whole;
    const target = this.value(expr.target, local);
    if (target instanceof Optional)
      return target.value === undefined ? target : asOptional(fieldOf(target.value, expr.field));
    const found = fieldOf(target, expr.field);
    if (expr.isOptional) return asOptional(found);
    if (found === undefined) throw new CelError(`no such key: ${expr.field}`);
    return found;
  }

  private has(
    { target, field }: Extract<Expr, { readonly type: "has" }>,
    local: Local | undefined,
  ): boolean {
    const value = this.value(target, local);
    if (value instanceof Optional)
      return value.value !== undefined && fieldOf(value.value, field) !== undefined;
    return fieldOf(value, field) !== undefined;
  }

  private call(expr: Extract<Expr, { readonly type: "call" }>, local: Local | undefined): CelValue {
    const { name, target, args } = expr;
    if (name === "_&&_" || name === "_||_") return this.logical(args, name === "_||_", local);
    if (name === "_?_:_") return this.ternary(args, local);
    const space = target && namespacedFunction(target, name);
    const isMember = target !== undefined && space === undefined;
    const values = (isMember ? [target, ...args] : args).map((arg) => this.value(arg, local));
    const [optional] = values;
    const isSpared = isMember && name === "orValue" && optional instanceof Optional;
    if (isSpared && optional.value !== undefined) return optional.value;
    this.steps += sizeOfWork(values);
    const overload = overloadFor(space ?? name, isMember, values);
    if (!overload) throw new CelError("no such overload");
    return overload.run(values, this.outside);
  }

  /** One side decides alone, whatever becomes of the other. */
  private logical(args: readonly Expr[], decisive: boolean, local: Local | undefined): boolean {
    let failure: CelError | undefined;
    for (const arg of args) {
      const outcome = this.attempt(arg, local);
      if (outcome === decisive) return decisive;
      if (outcome instanceof CelError) failure ??= outcome;
      else if (typeof outcome !== "boolean") failure ??= new CelError("no such overload");
    }
    if (failure) throw failure;
    return !decisive;
  }

  private attempt(expr: Expr, local: Local | undefined): CelValue | CelError {
    try {
      return this.value(expr, local);
    } catch (error) {
      if (error instanceof CelError && this.steps <= MAX_STEPS) return error;
      throw error;
    }
  }

  private ternary(args: readonly Expr[], local: Local | undefined): CelValue {
    const [condition, yes, no] = args as [Expr, Expr, Expr];
    const isMet = this.value(condition, local);
    if (typeof isMet !== "boolean") throw new CelError("no such overload");
    return this.value(isMet ? yes : no, local);
  }

  private list(
    { items, optional }: Extract<Expr, { readonly type: "list" }>,
    local: Local | undefined,
  ): CelValue {
    return items.flatMap((item, i): readonly CelValue[] => {
      const value = this.value(item, local);
      if (!optional.includes(i) || !(value instanceof Optional)) return [value];
      return value.value === undefined ? [] : [value.value];
    });
  }

  private map(
    { entries }: Extract<Expr, { readonly type: "map" }>,
    local: Local | undefined,
  ): CelValue {
    const map = new Map<CelValue, CelValue>();
    for (const { key, value, isOptional } of entries) {
      const at = keyOf(this.value(key, local));
      const found = this.value(value, local);
      if (map.has(at)) throw new CelError(`Failed with repeated key: ${String(at as string)}`);
      if (!isOptional || !(found instanceof Optional)) map.set(at, found);
      else if (found.value !== undefined) map.set(at, found.value);
    }
    return map;
  }

  private rounds(
    expr: Extract<Expr, { readonly type: "loop" }>,
    local: Local | undefined,
  ): readonly Local[] {
    const range = this.value(expr.range, local);
    const [first = "", second] = expr.variables;
    const pairs: readonly (readonly [CelValue, CelValue])[] = isList(range)
      ? range.map((each, i) => [BigInt(i), each])
      : isMap(range)
        ? [...range]
        : fail("no such overload");
    return pairs.map(([key, value]) => {
      if (second === undefined)
        return { name: first, value: isList(range) ? value : key, outer: local };
      return { name: second, value, outer: { name: first, value: key, outer: local } };
    });
  }

  private loop(expr: Extract<Expr, { readonly type: "loop" }>, local: Local | undefined): CelValue {
    const all = this.rounds(expr, local);
    const { filter } = expr;
    if (expr.loop === "all" || expr.loop === "exists")
      return this.quantified(expr.body, all, expr.loop === "exists");
    const rounds = filter ? all.filter((round) => this.isMet(filter, round)) : all;
    switch (expr.loop) {
      case "existsOne":
        return rounds.filter((round) => this.isMet(expr.body, round)).length === 1;
      case "filter":
        return rounds.filter((round) => this.isMet(expr.body, round)).map(({ value }) => value);
      case "map":
      case "transformList":
        return rounds.map((round) => this.value(expr.body, round));
      case "transformMap":
        return new Map(
          rounds.map((round) => [round.outer?.value ?? null, this.value(expr.body, round)]),
        );
      default:
        return new Map(
          rounds.flatMap((round) => {
            const entry = this.value(expr.body, round);
            return isMap(entry) ? [...entry] : fail("no such overload");
          }),
        );
    }
  }

  private quantified(body: Expr, rounds: readonly Local[], decisive: boolean): boolean {
    let failure: CelError | undefined;
    for (const round of rounds) {
      const outcome = this.attempt(body, round);
      if (outcome === decisive) return decisive;
      if (outcome instanceof CelError) failure ??= outcome;
      else if (typeof outcome !== "boolean") failure ??= new CelError("no such overload");
    }
    if (failure) throw failure;
    return !decisive;
  }

  private isMet(expr: Expr, local: Local): boolean {
    const value = this.value(expr, local);
    return typeof value === "boolean" ? value : fail("no such overload");
  }

  private optMap(
    expr: Extract<Expr, { readonly type: "optMap" }>,
    local: Local | undefined,
  ): CelValue {
    const target = this.value(expr.target, local);
    if (!(target instanceof Optional)) return fail("no such overload");
    if (target.value === undefined) return target;
    const made = this.value(expr.body, { name: expr.variable, value: target.value, outer: local });
    return expr.isFlat ? made : new Optional(made);
  }
}

function fail(message: string): never {
  throw new CelError(message);
}

function asOptional(value: CelValue | undefined): Optional {
  return value instanceof Optional ? value : new Optional(value);
}

function fieldOf(target: CelValue, field: string): CelValue | undefined {
  return isMap(target) ? target.get(field) : fail("no such overload");
}

/** Long texts and lists count for more than one step, as upstream's costs do. */
function sizeOfWork(values: readonly CelValue[]): number {
  const sizes = values.map((value) =>
    typeof value === "string" ? value.length / 10 : isList(value) ? value.length : 0,
  );
  return Math.ceil(sizes.reduce((sum, size) => sum + size, 0));
}

function literalValue(literal: Literal): CelValue {
  switch (literal.type) {
    case "null":
      return null;
    case "uint":
      return new Uint(literal.value);
    case "bytes":
      return new Bytes(literal.value);
    default:
      return literal.value;
  }
}

/** Whether an expression came to true. */
export function isTrue(value: CelValue): boolean {
  return isEqualValue(value, true);
}
