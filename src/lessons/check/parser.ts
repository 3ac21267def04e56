import type { WorldId } from "#protocol/scenario.ts";
import type { Argument, Call, Expr } from "./ast.ts";
import { FUNCTIONS, type Parameter } from "./functions.ts";
import { readSelector } from "./selector.ts";
import { UNIT_MS } from "../duration.ts";

/** Why a text is no check, and at which character. */
export class CheckError extends Error {
  override readonly name = "CheckError";
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const TEMPORAL = new Set(["ever", "never", "always", "within", "held"]);
const COMPARISONS = ["==", "!=", "<=", ">=", "<", ">"] as const;
const MAX_DEPTH = 40;

/** Reads one expression by recursive descent. Throws a CheckError. */
export class CheckParser {
  /** How many temporal operators there are. */
  slots = 0;
  private at = 0;
  private depth = 0;
  private world: WorldId = "a";
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The whole text as one expression. */
  parse(): Expr {
    const expression = this.either();
    this.space();
    if (this.at < this.text.length) this.fail(`${this.rest(12)} is not understood here`);
    return expression;
  }

  private either(): Expr {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.fail("the check is nested too deeply");
    let left = this.both();
    while (this.take("||")) left = { type: "binary", operator: "||", left, right: this.both() };
    this.depth -= 1;
    return left;
  }

  private both(): Expr {
    let left = this.comparison();
    while (this.take("&&"))
      left = { type: "binary", operator: "&&", left, right: this.comparison() };
    return left;
  }

  private comparison(): Expr {
    const left = this.sum();
    const operator = COMPARISONS.find((each) => this.take(each));
    return operator ? { type: "binary", operator, left, right: this.sum() } : left;
  }

  private sum(): Expr {
    let left = this.unary();
    for (;;) {
      const operator = this.take("+") ? "+" : this.take("-") ? "-" : undefined;
      if (!operator) return left;
      left = { type: "binary", operator, left, right: this.unary() };
    }
  }

  private unary(): Expr {
    this.space();
    if (this.text[this.at] === "!" && this.text[this.at + 1] !== "=") {
      this.at += 1;
      return { type: "not", of: this.unary() };
    }
    if (this.take("-")) return { type: "minus", of: this.unary() };
    return this.primary();
  }

  private primary(): Expr {
    if (this.take("(")) {
      const inner = this.either();
      this.expect(")");
      return inner;
    }
    const quoted = this.quoted();
    if (quoted !== undefined) return { type: "literal", value: quoted };
    const number = this.match(/^\d+(?:\.\d+)?/);
    if (number !== undefined) return { type: "literal", value: this.amount(Number(number)) };
    const start = this.at;
    const name = this.match(/^[A-Za-z]\w*/);
    if (name === undefined)
      this.fail(
        this.at >= this.text.length
          ? "the check ends too soon"
          : `${this.rest(12)} is not understood here`,
      );
    return this.named(name, start);
  }

  private amount(number: number): number {
    if (this.text[this.at] === "%") {
      this.at += 1;
      return number;
    }
    const unit = /^(ms|s|m|h)\b/.exec(this.text.slice(this.at))?.[1];
    if (unit === undefined) return number;
    this.at += unit.length;
    return number * (UNIT_MS[unit] ?? 1);
  }

  private named(name: string, start: number): Expr {
    if (!this.take("(")) {
      this.at = start;
      this.fail(`${name} needs parentheses; a text needs quotes: '${name}'`);
    }
    if (name === "a" || name === "b") return this.inWorld(name);
    if (TEMPORAL.has(name)) return this.temporal(name as "ever");
    const spec = FUNCTIONS[name];
    if (!spec) {
      this.at = start;
      this.fail(`there is no function ${name}`);
    }
    const given: Argument[] = [];
    for (const [i, parameter] of spec.parameters.entries()) {
      if (i > 0 && !this.take(",")) break;
      if (i === 0 && spec.required === 0 && this.isNext(")")) break;
      given.push(this.argument(parameter));
    }
    if (given.length < spec.required)
      this.fail(`${name} needs ${spec.required} ${spec.required === 1 ? "argument" : "arguments"}`);
    this.expect(")");
    return { type: "call", name, arguments: given, world: this.world } satisfies Call;
  }

  private inWorld(world: WorldId): Expr {
    const before = this.world;
    this.world = world;
    const inner = this.either();
    this.world = before;
    this.expect(")");
    return inner;
  }

  private temporal(operator: "ever" | "never" | "always" | "within" | "held"): Expr {
    let durationMs = 0;
    if (operator === "within" || operator === "held") {
      const start = this.at;
      const first = this.primary();
      if (first.type !== "literal" || typeof first.value !== "number") {
        this.at = start;
        this.fail(`${operator} needs a duration first, such as ${operator}(30s, …)`);
      }
      durationMs = first.value;
      this.expect(",");
    }
    const slot = this.slots;
    this.slots += 1;
    const of = this.either();
    this.expect(")");
    return { type: "temporal", operator, durationMs, of, slot };
  }

  private argument(parameter: Parameter): Argument {
    this.space();
    const start = this.at;
    switch (parameter.type) {
      case "selector": {
        const read = readSelector(this.text.slice(this.at));
        if ("problem" in read) this.fail(read.problem);
        if (parameter.kind !== undefined && read.selector.kind !== parameter.kind)
          this.fail(`a ${parameter.kind} is wanted here, not a ${read.selector.kind}`);
        this.at += read.length;
        return { type: "selector", selector: read.selector };
      }
      case "text": {
        const text = this.quoted() ?? this.match(/^[\w./*:-]+/);
        if (text === undefined) this.fail("a text is missing, such as 'v2'");
        if (parameter.oneOf && !parameter.oneOf.includes(text)) {
          this.at = start;
          this.fail(`'${text}' is none of ${parameter.oneOf.join(", ")}`);
        }
        return { type: "text", text };
      }
      case "value":
        return { type: "value", expression: this.either() };
    }
  }

  private quoted(): string | undefined {
    this.space();
    const quote = this.text[this.at];
    if (quote !== "'" && quote !== '"') return undefined;
    const end = this.text.indexOf(quote, this.at + 1);
    if (end < 0) this.fail("the text does not end");
    const text = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return text;
  }

  private match(shape: RegExp): string | undefined {
    this.space();
    const found = shape.exec(this.text.slice(this.at))?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private isNext(sign: string): boolean {
    this.space();
    return this.text.startsWith(sign, this.at);
  }

  private take(sign: string): boolean {
    if (!this.isNext(sign)) return false;
    this.at += sign.length;
    return true;
  }

  private expect(sign: string): void {
    if (!this.take(sign)) this.fail(`${sign} is missing`);
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? "")) this.at += 1;
  }

  private rest(length: number): string {
    return this.text.slice(this.at, this.at + length);
  }

  private fail(message: string): never {
    throw new CheckError(message, this.at);
  }
}
