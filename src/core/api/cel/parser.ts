import { utf8Bytes } from "../base64.ts";
import type { Expr, Literal } from "./ast.ts";
import { SyntaxIssue } from "./issues.ts";
import { tokensOf, unquoted, type Token } from "./lexer.ts";
import { globalMacro, memberMacro } from "./macros.ts";

const MAX_DEPTH = 100;
const OPERAND =
  "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
const RESERVED: ReadonlySet<string> = new Set(
  "as break const continue else for function if import let loop package namespace return var void while".split(
    " ",
  ),
);
const RELATIONS: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "==", "!=", "in"]);
const MAX_INT = 2n ** 63n - 1n;
const MAX_UINT = 2n ** 64n - 1n;

/** The expression that a text means. Throws a SyntaxIssue when it means none. Models cel-go's parser. */
export function parseExpression(text: string): Expr {
  const parser = new Parser(tokensOf(text));
  return parser.whole();
}

class Parser {
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Expr {
    const expr = this.ternary();
    const { type, text, at } = this.peek();
    if (type !== "end")
      throw new SyntaxIssue(at, `Syntax error: mismatched input '${text}' expecting <EOF>`);
    return expr;
  }

  private peek(ahead = 0): Token {
    return this.tokens[Math.min(this.next + ahead, this.tokens.length - 1)] as Token;
  }

  private take(): Token {
    const token = this.peek();
    this.next++;
    return token;
  }

  private isSign(text: string): boolean {
    const token = this.peek();
    return token.type === "sign" && token.text === text;
  }

  private accept(text: string): Token | undefined {
    return this.isSign(text) ? this.take() : undefined;
  }

  private expect(text: string): Token {
    const found = this.accept(text);
    if (found) return found;
    const token = this.peek();
    const problem =
      token.type === "end"
        ? `missing '${text}' at '<EOF>'`
        : `mismatched input '${token.text}' expecting '${text}'`;
    throw new SyntaxIssue(token.at, `Syntax error: ${problem}`);
  }

  private ternary(): Expr {
    if (++this.depth > MAX_DEPTH)
      throw new SyntaxIssue(this.peek().at, `expression recursion limit exceeded: ${MAX_DEPTH}`);
    const condition = this.logical("||", () => this.logical("&&", () => this.relation()));
    const mark = this.accept("?");
    if (!mark) {
      this.depth--;
      return condition;
    }
    const yes = this.logical("||", () => this.logical("&&", () => this.relation()));
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
    if (!this.isSign("!") && !this.isSign("-")) return this.member();
    let count = 0;
    while (this.accept(mark.text)) count++;
    const number = this.peek();
    if (mark.text === "-" && (number.type === "int" || number.type === "double")) {
      const value = this.member(count % 2 === 1);
      return value;
    }
    const operand = this.member();
    return count % 2 === 0 ? operand : operation(`${mark.text}_`, [operand], mark.at);
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
      const index = this.ternary();
      this.expect("]");
      expr = operation(isOptional ? "_[?_]" : "_[_]", [expr, index], bracket.at);
    }
  }

  private afterDot(target: Expr, at: number): Expr {
    const isOptional = this.accept("?") !== undefined;
    const name = this.take();
    if (name.type !== "ident" || isKeyword(name.text))
      throw new SyntaxIssue(
        name.at,
        `Syntax error: mismatched input '${name.text}' expecting {'?', IDENTIFIER, ESC_IDENTIFIER}`,
      );
    const open = isOptional ? undefined : this.accept("(");
    if (!open) return { type: "select", target, field: name.text, isOptional, at };
    const args = this.args();
    const call: Expr = { type: "call", name: name.text, target, args, at: open.at };
    return memberMacro(call, target, name.text, args) ?? call;
  }

  private args(): readonly Expr[] {
    const args: Expr[] = [];
    if (this.accept(")")) return args;
    do args.push(this.ternary());
    while (this.accept(","));
    this.expect(")");
    return args;
  }

  private primary(isNegative: boolean): Expr {
    const token = this.take();
    const { type, text, at } = token;
    if (type === "sign" && text === "(") {
      const inner = this.ternary();
      this.expect(")");
      return inner;
    }
    if (type === "sign" && text === "[") return this.list(at);
    if (type === "sign" && text === "{") return this.map(at);
    if (type === "sign" && text === "." && this.peek().type === "ident")
      return this.named(this.take());
    if (type === "ident" && text !== "in") return this.named(token);
    if (type === "end" || type === "sign" || type === "ident")
      throw new SyntaxIssue(at, `Syntax error: mismatched input '${text}' expecting ${OPERAND}`);
    return { type: "literal", literal: literalOf(token, isNegative), at };
  }

  private named({ text, at }: Token): Expr {
    if (text === "true" || text === "false")
      return { type: "literal", literal: { type: "bool", value: text === "true" }, at };
    if (text === "null") return { type: "literal", literal: { type: "null" }, at };
    if (RESERVED.has(text)) throw new SyntaxIssue(at, `reserved identifier: ${text}`);
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
    while (!this.accept("]")) {
      if (this.accept("?")) optional.push(items.length);
      items.push(this.ternary());
      if (!this.accept(",") && !this.isSign("]")) this.expect("]");
    }
    return { type: "list", items, optional, at };
  }

  private map(at: number): Expr {
    return { type: "map", entries: this.entries(false), at };
  }

  private entries(isStruct: boolean): Extract<Expr, { readonly type: "map" }>["entries"] {
    const entries: { key: Expr; value: Expr; isOptional: boolean }[] = [];
    while (!this.accept("}")) {
      const isOptional = this.accept("?") !== undefined;
      const key = isStruct ? this.member() : this.ternary();
      this.expect(":");
      entries.push({ key, value: this.ternary(), isOptional });
      if (!this.accept(",") && !this.isSign("}")) this.expect("}");
    }
    return entries;
  }
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
      if (value > MAX_UINT) throw new SyntaxIssue(at, "invalid uint literal");
      return { type, value };
    }
    default: {
      const value = BigInt(text) * (isNegative ? -1n : 1n);
      if (value > MAX_INT || value < -MAX_INT - 1n)
        throw new SyntaxIssue(at, "invalid int literal");
      return { type: "int", value };
    }
  }
}
