import { utf8Bytes } from "../base64.ts";
import type { Expr, Literal } from "./ast.ts";
import { SyntaxIssue, type Issue } from "./issues.ts";
import { tokensOf, unquoted, type Token, type Tokens } from "./lexer.ts";
import { globalMacro, memberMacro } from "./macros.ts";

const MAX_DEPTH = 100;
/** The signs that an operand may begin with, in the order of ANTLR's token types, and what else it may be. */
const OPERAND_SIGNS = ["[", "{", "(", ".", "-", "!"];
const SIGN_ORDER = "[ ] { } ( ) . , - ! ?".split(" ");
const OPERAND_WORDS =
  "'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER";
const BINARY: ReadonlySet<string> = new Set("|| && < <= > >= == != in + - * / % ?".split(" "));
const RESERVED: ReadonlySet<string> = new Set(
  "as break const continue else for function if import let loop package namespace return var void while".split(
    " ",
  ),
);
const RELATIONS: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "==", "!=", "in"]);
const MAX_INT = 2n ** 63n - 1n;
const MAX_UINT = 2n ** 64n - 1n;

/** The expression that a text means. Throws a SyntaxIssue when it means none. Models cel-go's parser, and how ANTLR goes on behind a mistake. */
export function parseExpression(text: string): Expr {
  return new Parser(text, tokensOf(text)).whole();
}

class Parser {
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private readonly issues: Issue[];
  /** What may stand behind the operands of each list, call and bracket that is open. */
  private readonly ends: (readonly string[])[] = [];
  /** Nothing more is said until a token fits again. */
  private isLost = false;
  private next = 0;
  private depth = 0;

  constructor(text: string, { tokens, issues }: Tokens) {
    this.text = text;
    this.tokens = tokens;
    this.issues = [...issues];
  }

  whole(): Expr {
    try {
      const expr = this.ternary();
      const { type } = this.peek();
      if (type !== "end") this.unwanted("<EOF>", this.peek(1).type === "end");
      if (this.issues.length === 0) return expr;
    } catch (error) {
      if (!(error instanceof SyntaxIssue)) throw error;
      this.issues.push(...error.issues);
    }
    throw new SyntaxIssue(...this.issues);
  }

  private peek(ahead = 0): Token {
    return this.tokens[Math.min(this.next + ahead, this.tokens.length - 1)] as Token;
  }

  private take(): Token {
    const token = this.peek();
    if (token.type !== "end") this.next++;
    this.isLost = false;
    return token;
  }

  private isSign(text: string): boolean {
    const token = this.peek();
    return token.type === "sign" && token.text === text;
  }

  private accept(text: string): Token | undefined {
    return this.isSign(text) ? this.take() : undefined;
  }

  private report(message: string, { at } = this.peek()): void {
    if (!this.isLost) this.issues.push({ at, message: `Syntax error: ${message}` });
    this.isLost = true;
  }

  /** Reports a token that does not fit, and leaves it out where the next one does. */
  private unwanted(expected: string, isNextFitting: boolean): void {
    const { text } = this.peek();
    this.report(
      `${isNextFitting ? "extraneous" : "mismatched"} input '${text}' expecting ${expected}`,
    );
    if (isNextFitting) this.take();
  }

  /** Models antlr's DefaultErrorStrategy.RecoverInline: a token too many, one too few, or a way out of the rule. */
  private expect(sign: string, expected = `'${sign}'`): void {
    if (this.accept(sign)) return;
    const follower = this.peek(1);
    if (follower.type === "sign" && follower.text === sign) {
      this.unwanted(expected, true);
      this.accept(sign);
    } else if (sign === ":" ? this.startsOperand() : this.mayFollow(this.peek()))
      this.report(`missing '${sign}' at '${this.peek().text}'`);
    else {
      this.unwanted(expected, false);
      this.leaveOut();
    }
  }

  /** Whether a token may stand behind an operand here. */
  private mayFollow({ type, text }: Token): boolean {
    if (type === "end") return this.ends.length === 0;
    if (type !== "sign" && text !== "in") return false;
    return BINARY.has(text) || text === "." || text === "[" || !!this.ends.at(-1)?.includes(text);
  }

  private startsOperand(ahead = 0): boolean {
    const { type, text } = this.peek(ahead);
    if (type === "end" || (type === "ident" && text === "in")) return false;
    return type !== "sign" || OPERAND_SIGNS.includes(text);
  }

  /** Leaves out what cannot go on with any rule that is open. */
  private leaveOut(): void {
    for (;;) {
      const { type, text } = this.peek();
      const isKnown = BINARY.has(text) || text === "." || text === "[";
      if (type === "end" || isKnown || this.ends.some((each) => each.includes(text))) return;
      this.next++;
    }
  }

  /** Sees to it that an operand stands here, or one of the signs given besides. Models DefaultErrorStrategy.Sync. */
  private sync(besides: readonly string[] = [], without = ""): boolean {
    const isFitting = (ahead: number) => {
      const { type, text } = this.peek(ahead);
      return this.startsOperand(ahead) || (type === "sign" && besides.includes(text));
    };
    if (isFitting(0)) return true;
    const signs = SIGN_ORDER.filter(
      (each) => (OPERAND_SIGNS.includes(each) && each !== without) || besides.includes(each),
    );
    const expected = `{${signs.map((each) => `'${each}'`).join(", ")}, ${OPERAND_WORDS}}`;
    const isNextFitting = isFitting(1);
    this.unwanted(expected, isNextFitting);
    if (!isNextFitting) this.leaveOut();
    return isNextFitting;
  }

  private within<T>(ends: readonly string[], read: () => T): T {
    this.ends.push(ends);
    const value = read();
    this.ends.pop();
    return value;
  }

  private ternary(): Expr {
    if (++this.depth > MAX_DEPTH)
      throw new SyntaxIssue({
        at: this.peek().at,
        message: `expression recursion limit exceeded: ${MAX_DEPTH}`,
      });
    const condition = this.logical("||", () => this.logical("&&", () => this.relation()));
    const mark = this.accept("?");
    if (!mark) {
      this.depth--;
      return condition;
    }
    const yes = this.within([":"], () =>
      this.logical("||", () => this.logical("&&", () => this.relation())),
    );
    this.expect(":");
    const no = this.ternary();
    this.depth--;
    return operation("_?_:_", [condition, yes, no], mark.at);
  }

  private logical(sign: string, part: () => Expr): Expr {
    let left = part();
    for (let mark = this.accept(sign); mark; mark = this.accept(sign))
      left = operation(`_${sign}_`, [left, part()], mark.at);
    return left;
  }

  private relation(): Expr {
    let left = this.sum();
    for (;;) {
      const { type, text, at } = this.peek();
      const isRelation = (type === "sign" || type === "ident") && RELATIONS.has(text);
      if (!isRelation) return left;
      this.take();
      left = operation(text === "in" ? "@in" : `_${text}_`, [left, this.sum()], at);
    }
  }

  private sum(): Expr {
    let left = this.product();
    while (this.isSign("+") || this.isSign("-")) {
      const { text, at } = this.take();
      left = operation(`_${text}_`, [left, this.product()], at);
    }
    return left;
  }

  private product(): Expr {
    let left = this.unary();
    while (this.isSign("*") || this.isSign("/") || this.isSign("%")) {
      const { text, at } = this.take();
      left = operation(`_${text}_`, [left, this.unary()], at);
    }
    return left;
  }

  private unary(): Expr {
    const mark = this.peek();
    if (!this.sync()) return lostOperand(mark.at);
    if (!this.isSign("!") && !this.isSign("-")) return this.member();
    const start = this.next;
    let count = 0;
    while (this.accept(mark.text)) count++;
    const number = this.peek();
    if (mark.text === "-" && (number.type === "int" || number.type === "double"))
      return this.member(count % 2 === 1);
    if (mark.text === "-" && count === 1 && !this.startsOperand()) {
      this.report(`no viable alternative at input '${this.textFrom(mark.at)}'`);
      // The sign is tried once more, as one between two operands.
      this.next = start;
      return lostOperand(mark.at);
    }
    if (!this.sync([], "!")) return lostOperand(mark.at);
    const operand = this.member();
    return count % 2 === 0 ? operand : operation(`${mark.text}_`, [operand], mark.at);
  }

  /** From a place up to the end of the token that is looked at. */
  private textFrom(at: number): string {
    const { type, text, at: last } = this.peek();
    return type === "end" ? this.text.slice(at).trimEnd() : this.text.slice(at, last + text.length);
  }

  private member(isNegative = false): Expr {
    let expr = this.primary(isNegative);
    for (;;) {
      const dot = this.accept(".");
      if (dot) {
        expr = this.afterDot(expr, dot.at);
        continue;
      }
      const bracket = this.accept("[");
      if (!bracket) return expr;
      const isOptional = this.accept("?") !== undefined;
      const index = this.within(["]"], () => this.ternary());
      this.expect("]");
      expr = operation(isOptional ? "_[?_]" : "_[_]", [expr, index], bracket.at);
    }
  }

  private afterDot(target: Expr, at: number): Expr {
    const isOptional = this.accept("?") !== undefined;
    const name = this.peek();
    if (name.type !== "ident" || isKeyword(name.text))
      throw new SyntaxIssue({
        at: name.at,
        message: `Syntax error: no viable alternative at input '${this.textFrom(at)}'`,
      });
    this.take();
    const open = isOptional ? undefined : this.accept("(");
    if (!open) return { type: "select", target, field: name.text, isOptional, at };
    const args = this.args();
    const call: Expr = { type: "call", name: name.text, target, args, at: open.at };
    return memberMacro(call, target, name.text, args) ?? call;
  }

  private args(): readonly Expr[] {
    const args: Expr[] = [];
    if (this.accept(")")) return args;
    this.within([")", ","], () => {
      if (!this.sync([")"])) return;
      if (this.isSign(")")) return;
      do args.push(this.ternary());
      while (this.accept(","));
    });
    this.expect(")");
    return args;
  }

  private primary(isNegative: boolean): Expr {
    const token = this.take();
    const { type, text, at } = token;
    if (type === "sign" && text === "(") {
      const inner = this.within([")"], () => this.ternary());
      this.expect(")");
      return inner;
    }
    if (type === "sign" && text === "[") return this.list(at);
    if (type === "sign" && text === "{") return this.map(at);
    if (type === "sign" && text === "." && this.peek().type === "ident")
      return this.named(this.take());
    if (type === "ident") return this.named(token);
    if (type === "sign")
      throw new SyntaxIssue({
        at: this.peek().at,
        message: `Syntax error: no viable alternative at input '${this.textFrom(at)}'`,
      });
    return { type: "literal", literal: literalOf(token, isNegative), at };
  }

  private named({ text, at }: Token): Expr {
    if (text === "true" || text === "false")
      return { type: "literal", literal: { type: "bool", value: text === "true" }, at };
    if (text === "null") return { type: "literal", literal: { type: "null" }, at };
    if (RESERVED.has(text)) throw new SyntaxIssue({ at, message: `reserved identifier: ${text}` });
    const open = this.accept("(");
    if (open) {
      const args = this.args();
      const call: Expr = { type: "call", name: text, target: undefined, args, at: open.at };
      return globalMacro(call, text, args) ?? call;
    }
    if (this.isSign("{") && /^[A-Z]/.test(text)) {
      const brace = this.take();
      this.entries(true);
      return { type: "struct", name: text, at: brace.at };
    }
    return { type: "ident", name: text, at };
  }

  private list(at: number): Expr {
    const items: Expr[] = [];
    const optional: number[] = [];
    this.elements("]", () => {
      if (this.accept("?")) optional.push(items.length);
      items.push(this.ternary());
    });
    return { type: "list", items, optional, at };
  }

  private map(at: number): Expr {
    return { type: "map", entries: this.entries(false), at };
  }

  private entries(isStruct: boolean): Extract<Expr, { readonly type: "map" }>["entries"] {
    const entries: { key: Expr; value: Expr; isOptional: boolean }[] = [];
    this.elements("}", () => {
      const isOptional = this.accept("?") !== undefined;
      const key = this.within([":"], () => (isStruct ? this.member() : this.ternary()));
      this.expect(":");
      entries.push({ key, value: this.ternary(), isOptional });
    });
    return entries;
  }

  /** Reads what stands between commas up to the closing sign. A comma may stand before it. */
  private elements(close: string, read: () => void): void {
    if (this.accept(close)) return;
    const hasBegun = this.within([close, ","], () => {
      if (!this.sync([close, ",", "?"])) return false;
      while (this.startsOperand() || this.isSign("?")) {
        read();
        if (!this.isSign(",")) return true;
        this.take();
      }
      return false;
    });
    this.expect(close, hasBegun ? `{'${close}', ','}` : `'${close}'`);
  }
}

/** Stands for an operand that was not found, in a tree that nobody will evaluate. */
function lostOperand(at: number): Expr {
  return { type: "ident", name: "", at };
}

function isKeyword(text: string): boolean {
  return text === "in" || text === "true" || text === "false" || text === "null";
}

function operation(name: string, args: readonly Expr[], at: number): Expr {
  return { type: "call", name, target: undefined, args, at };
}

function literalOf({ type, text, at }: Token, isNegative: boolean): Literal {
  switch (type) {
    case "string":
      return { type, value: unquoted(text) };
    case "bytes":
      return { type, value: utf8Bytes(unquoted(text)) };
    case "double":
      return { type, value: (isNegative ? -1 : 1) * Number(text) };
    case "uint": {
      const value = BigInt(text.replace(/u$/i, ""));
      if (value > MAX_UINT) throw new SyntaxIssue({ at, message: "invalid uint literal" });
      return { type, value };
    }
    default: {
      const value = BigInt(text) * (isNegative ? -1n : 1n);
      if (value > MAX_INT || value < -MAX_INT - 1n)
        throw new SyntaxIssue({ at, message: "invalid int literal" });
      return { type: "int", value };
    }
  }
}
