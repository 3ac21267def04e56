import type { Expr } from "./ast.ts";
import { overloadsNamed } from "./functions.ts";
import { isGoPattern } from "../validation/go-pattern.ts";
import type { Issue } from "./issues.ts";
import { parseInstant, parseSpan } from "./lib-time.ts";
import type { Overload } from "./overloads.ts";
import {
  BOOL,
  BYTES,
  DOUBLE,
  DYN,
  ERROR,
  INT,
  isAssignable,
  isSameType,
  listOf,
  mapOf,
  NULL,
  optionalOf,
  STRING,
  substituted,
  TYPE,
  typeText,
  UINT,
  type Bindings,
  type CelType,
} from "./types.ts";

/** Variables that an expression may use, by name. */
export type Declarations = ReadonlyMap<string, CelType>;

/** What checking an expression found. */
export interface Checked {
  readonly type: CelType;
  readonly issues: readonly Issue[];
  /** Names of the variables that are used. */
  readonly used: ReadonlySet<string>;
}

/** Words that are types when they stand alone. */
export const TYPE_NAMES: ReadonlySet<string> = new Set([
  "bool",
  "bytes",
  "double",
  "int",
  "list",
  "map",
  "null_type",
  "string",
  "type",
  "uint",
]);

/** The dotted name that a chain of selections spells, undefined for anything else. */
export function dottedName(expr: Expr): string | undefined {
  if (expr.type === "ident") return expr.name;
  if (expr.type !== "select" || expr.isOptional) return undefined;
  const head = dottedName(expr.target);
  return head === undefined ? undefined : `${head}.${expr.field}`;
}

/** The type of an expression and everything wrong with it. Models cel-go's checker. */
export function checkExpression(expr: Expr, declarations: Declarations): Checked {
  const checker = new Checker(declarations);
  const type = checker.typeOf(expr, new Map());
  return { type, issues: checker.issues, used: checker.used };
}

type Scope = ReadonlyMap<string, CelType>;

class Checker {
  readonly issues: Issue[] = [];
  readonly used = new Set<string>();
  private readonly declarations: Declarations;
  /** How many calls of `format` are around: what they print may be of any types. */
  private formats = 0;

  constructor(declarations: Declarations) {
    this.declarations = declarations;
  }

  private report(at: number, message: string): CelType {
    this.issues.push({ at, message });
    return ERROR;
  }

  private undeclared(at: number, name: string): CelType {
    return this.report(at, `undeclared reference to '${name}' (in container '')`);
  }

  typeOf(expr: Expr, scope: Scope): CelType {
    switch (expr.type) {
      case "literal":
        return literalType(expr);
      case "ident":
        return this.lookup(expr.name, scope) ?? this.undeclared(expr.at, expr.name);
      case "select":
        return this.select(expr, scope);
      case "has": {
        this.field(expr.at, this.typeOf(expr.target, scope), expr.field);
        return BOOL;
      }
      case "call":
        return this.call(expr, scope);
      case "list":
        return this.list(expr, scope);
      case "map":
        return this.map(expr, scope);
      case "struct":
        return this.undeclared(expr.at, expr.name);
      case "loop":
        return this.loop(expr, scope);
      case "optMap":
        return this.optMap(expr, scope);
    }
  }

  private lookup(name: string, scope: Scope): CelType | undefined {
    const local = scope.get(name);
    if (local) return local;
    const declared = this.declarations.get(name);
    if (declared) {
      this.used.add(name);
      return declared;
    }
    return TYPE_NAMES.has(name) ? TYPE : undefined;
  }

  private select(expr: Extract<Expr, { readonly type: "select" }>, scope: Scope): CelType {
    const name = dottedName(expr);
    const whole = name === undefined ? undefined : this.declarations.get(name);
    if (whole) return whole;
    const target = this.typeOf(expr.target, scope);
    const type = this.field(expr.at, target, expr.field);
    return expr.isOptional && type.kind !== "optional" ? optionalOf(type) : type;
  }

  private field(at: number, target: CelType, field: string): CelType {
    switch (target.kind) {
      case "dyn":
      case "error":
        return target;
      case "map":
        return target.value;
      case "object":
        return target.fields().get(field) ?? this.report(at, `undefined field '${field}'`);
      case "optional": {
        const inner = this.field(at, target.element, field);
        return inner.kind === "optional" ? inner : optionalOf(inner);
      }
      default:
        return this.report(at, `type '${typeText(target)}' does not support field selection`);
    }
  }

  private call(expr: Extract<Expr, { readonly type: "call" }>, scope: Scope): CelType {
    const { name, target, args, at } = expr;
    const qualified = target && namespacedFunction(target, name);
    if (!target || qualified !== undefined) {
      const types = args.map((arg) => this.typeOf(arg, scope));
      this.checkLiteral(name, args.at(-1));
      return this.resolve(qualified ?? name, false, types, at);
    }
    if (name === "format") this.formats++;
    const types = [target, ...args].map((arg) => this.typeOf(arg, scope));
    if (name === "format") this.formats--;
    this.checkLiteral(name, args.at(-1));
    return this.resolve(name, true, types, at);
  }

  /** What can be seen to fail is refused at once. Models cel.ValidateRegexLiterals and its like. */
  private checkLiteral(name: string, arg: Expr | undefined): void {
    if (arg?.type !== "literal" || arg.literal.type !== "string") return;
    const isSound = LITERALS[name]?.(arg.literal.value) ?? true;
    if (!isSound) this.report(arg.at, `invalid ${name} argument`);
  }

  private resolve(name: string, isMember: boolean, types: readonly CelType[], at: number): CelType {
    const overloads = overloadsNamed(name);
    if (overloads.length === 0) return this.undeclared(at, name);
    if (types.some(({ kind }) => kind === "error")) return ERROR;
    const found = overloads
      .filter((overload) => overload.isMember === isMember)
      .map((overload) => resultFor(overload, types))
      .filter((type) => type !== undefined);
    const [first] = found;
    if (first) return found.every((type) => isSameType(type, first)) ? first : DYN;
    const texts = types.map(typeText);
    const signature = isMember
      ? `${texts[0] ?? ""}.(${texts.slice(1).join(", ")})`
      : `(${texts.join(", ")})`;
    return this.report(at, `found no matching overload for '${name}' applied to '${signature}'`);
  }

  private list(
    { items, optional }: Extract<Expr, { readonly type: "list" }>,
    scope: Scope,
  ): CelType {
    const types = items.map((item, i) => {
      const type = this.typeOf(item, scope);
      return optional.includes(i) && type.kind === "optional" ? type.element : type;
    });
    return listOf(this.common(types, items));
  }

  private map({ entries }: Extract<Expr, { readonly type: "map" }>, scope: Scope): CelType {
    const keys = entries.map(({ key }) => this.typeOf(key, scope));
    const values = entries.map(({ value, isOptional }) => {
      const type = this.typeOf(value, scope);
      return isOptional && type.kind === "optional" ? type.element : type;
    });
    const key = this.common(
      keys,
      entries.map((entry) => entry.key),
    );
    return mapOf(
      key,
      this.common(
        values,
        entries.map((entry) => entry.value),
      ),
    );
  }

  /** The one type of the parts of a literal, which must not be mixed. */
  private common(types: readonly CelType[], exprs: readonly Expr[]): CelType {
    const wanted = types.find(({ kind }) => kind !== "dyn" && kind !== "error") ?? DYN;
    const strangers = types.map((type) => !isAssignable(wanted, type, new Map()));
    if (this.formats > 0 && strangers.includes(true)) return DYN;
    for (const [i, type] of types.entries())
      if (strangers[i])
        this.report(
          exprs[i]?.at ?? 0,
          `expected type '${typeText(wanted)}' but found '${typeText(type)}'`,
        );
    return types.some(({ kind }) => kind === "dyn") ? DYN : wanted;
  }

  private loop(expr: Extract<Expr, { readonly type: "loop" }>, scope: Scope): CelType {
    const range = this.typeOf(expr.range, scope);
    const [key, value] = this.rangeTypes(expr.range, range);
    const isTwofold = expr.variables.length === 2;
    const kinds = isTwofold ? [key, value] : [range.kind === "map" ? key : value];
    const inner = new Map(scope);
    for (const [i, name] of expr.variables.entries()) inner.set(name, kinds[i] ?? DYN);
    if (expr.filter) this.mustBeBool(expr.filter, this.typeOf(expr.filter, inner), "_?_:_");
    const body = this.typeOf(expr.body, inner);
    switch (expr.loop) {
      case "all":
      case "exists":
      case "existsOne":
        this.mustBeBool(expr.body, body, LOOP_OPERATOR[expr.loop]);
        return BOOL;
      case "filter":
        this.mustBeBool(expr.body, body, "_?_:_");
        return listOf(kinds[0] ?? DYN);
      case "map":
      case "transformList":
        return listOf(body);
      case "transformMap":
        return mapOf(key, body);
      case "transformMapEntry":
        return body.kind === "map" || body.kind === "dyn" ? body : mapOf(DYN, DYN);
    }
  }

  private rangeTypes(expr: Expr, range: CelType): readonly [CelType, CelType] {
    if (range.kind === "list") return [INT, range.element];
    if (range.kind === "map") return [range.key, range.value];
    if (range.kind === "dyn" || range.kind === "error") return [DYN, DYN];
    this.report(
      expr.at,
      `expression of type '${typeText(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
    );
    return [ERROR, ERROR];
  }

  private mustBeBool(expr: Expr, type: CelType, operator: string): void {
    if (isAssignable(BOOL, type, new Map())) return;
    const applied = `(bool, ${typeText(type)})`;
    this.report(expr.at, `found no matching overload for '${operator}' applied to '${applied}'`);
  }

  private optMap(expr: Extract<Expr, { readonly type: "optMap" }>, scope: Scope): CelType {
    const target = this.typeOf(expr.target, scope);
    const element = target.kind === "optional" ? target.element : DYN;
    if (target.kind !== "optional" && target.kind !== "dyn" && target.kind !== "error")
      return this.resolve("hasValue", true, [target], expr.at);
    const body = this.typeOf(expr.body, new Map([...scope, [expr.variable, element]]));
    return expr.isFlat ? body : optionalOf(body);
  }
}

const LITERALS: Readonly<Record<string, (text: string) => boolean>> = {
  matches: isGoPattern,
  duration: (text) => parseSpan(text) !== undefined,
  timestamp: (text) => parseInstant(text) !== undefined,
};

const LOOP_OPERATOR = { all: "_&&_", exists: "_||_", existsOne: "_?_:_" } as const;

/** The name of a function that belongs to a name space, such as `sets.contains`. */
export function namespacedFunction(target: Expr, name: string): string | undefined {
  const space = dottedName(target);
  const full = space === undefined ? undefined : `${space}.${name}`;
  return full !== undefined && overloadsNamed(full).length > 0 ? full : undefined;
}

function resultFor({ params, result }: Overload, types: readonly CelType[]): CelType | undefined {
  if (params.length !== types.length) return undefined;
  const bindings: Bindings = new Map();
  const fits = params.every((param, i) => isAssignable(param, types[i] ?? DYN, bindings));
  return fits ? substituted(result, bindings) : undefined;
}

function literalType({ literal }: Extract<Expr, { readonly type: "literal" }>): CelType {
  switch (literal.type) {
    case "int":
      return INT;
    case "uint":
      return UINT;
    case "double":
      return DOUBLE;
    case "string":
      return STRING;
    case "bytes":
      return BYTES;
    case "bool":
      return BOOL;
    case "null":
      return NULL;
  }
}
