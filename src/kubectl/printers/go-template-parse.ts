import {
  END,
  lineAt,
  numberOf,
  shown,
  TemplateError,
  type Token,
  tokensOf,
  unquoted,
} from "./go-template-lex.ts";

/** A value in an action, with where it stands and how it is spelled when something is said of it. */
export type Term = { readonly pos: number; readonly text: string } & (
  | {
      readonly type: "bool" | "number" | "string";
      readonly value: boolean | number | bigint | string;
    }
  | { readonly type: "dot" | "nil" }
  | { readonly type: "identifier"; readonly name: string }
  | { readonly type: "field"; readonly names: readonly string[] }
  | { readonly type: "variable"; readonly name: string; readonly names: readonly string[] }
  | { readonly type: "chain"; readonly of: Term; readonly names: readonly string[] }
  | { readonly type: "pipe"; readonly pipe: Pipe }
);

/** Words beside one another: a function with its arguments, or one value. */
export interface TemplateCommand {
  readonly pos: number;
  readonly text: string;
  readonly args: readonly Term[];
}

/** Commands behind one another, and the variables that take the result. */
export interface Pipe {
  readonly pos: number;
  readonly text: string;
  readonly variables: readonly string[];
  readonly isAssignment: boolean;
  readonly commands: readonly TemplateCommand[];
}

export type TemplateNode =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "print"; readonly pipe: Pipe }
  | { readonly type: "break" | "continue" }
  | {
      readonly type: "template";
      readonly pos: number;
      readonly text: string;
      readonly name: string;
      readonly pipe: Pipe | undefined;
    }
  | {
      readonly type: "if" | "range" | "with";
      readonly pipe: Pipe;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
    };

/** What a template's text holds: its own nodes, and those of the templates it defines. */
export interface ParsedTemplate {
  readonly nodes: readonly TemplateNode[];
  readonly defined: ReadonlyMap<string, readonly TemplateNode[]>;
}

/** Where no word of the template may stand, for its text says nothing of what it would do. */
interface Block {
  readonly nodes: TemplateNode[];
  /** What ended it: `end`, `else` or the end of the text. */
  readonly ended: "else" | "end" | "end-of-text";
}

/** Reads tokens into nodes. Models text/template/parse Tree. */
class Parser {
  readonly defined = new Map<string, readonly TemplateNode[]>();
  private readonly source: string;
  private readonly isFunction: (name: string) => boolean;
  private readonly tokens: readonly Token[];
  private at = 0;
  private readonly variables: string[] = ["$"];
  private loops = 0;

  constructor(source: string, isFunction: (name: string) => boolean) {
    this.source = source;
    this.isFunction = isFunction;
    this.tokens = tokensOf(source);
  }

  parse(): readonly TemplateNode[] {
    const { nodes, ended } = this.block();
    if (ended !== "end-of-text") this.fail(`unexpected {{${ended}}}`);
    return nodes;
  }

  private block(): Block {
    const nodes: TemplateNode[] = [];
    for (;;) {
      const token = this.next();
      if (token.type === "end-of-text") return { nodes, ended: "end-of-text" };
      if (token.type === "text") {
        nodes.push({ type: "text", text: token.text });
        continue;
      }
      const word = this.peekSolid();
      if (word.type === "word" && (word.text === "end" || word.text === "else")) {
        this.nextSolid();
        if (word.text === "end") this.expectClose("end");
        return { nodes, ended: word.text };
      }
      const node = this.action(word);
      if (node) nodes.push(node);
    }
  }

  private action(word: Token): TemplateNode | undefined {
    if (word.type === "word") {
      switch (word.text) {
        case "if":
        case "range":
        case "with":
          this.nextSolid();
          return this.branch(word.text);
        case "break":
        case "continue":
          this.nextSolid();
          if (this.loops === 0) this.fail(`{{${word.text}}} outside {{range}}`);
          this.expectClose(`{{${word.text}}}`);
          return { type: word.text };
        case "define":
          this.nextSolid();
          this.defined.set(this.quotedName("define clause"), this.innerBlock("define clause"));
          return undefined;
        case "template":
          this.nextSolid();
          return this.templateCall("template clause");
        case "block": {
          this.nextSolid();
          const call = this.templateCall("block clause");
          this.defined.set(call.name, this.innerBlock(undefined));
          return call;
        }
        default:
      }
    }
    return { type: "print", pipe: this.pipeline("command", "close") };
  }

  private templateCall(context: string): TemplateNode & { readonly type: "template" } {
    const { pos, text: quoted } = this.peekSolid();
    const name = this.quotedName(context);
    const isBare = this.peekSolid().type === "close";
    if (isBare) this.nextSolid();
    const pipe = isBare ? undefined : this.pipeline(context, "close");
    const text = `{{template ${quoted}${pipe ? ` ${pipe.text}` : ""}}}`;
    return { type: "template", pos, text, name, pipe };
  }

  private quotedName(context: string): string {
    const token = this.nextSolid();
    if (token.type === "string" || token.type === "raw") return unquoted(token.text);
    return this.fail(`unexpected ${shown(token)} in ${context}`);
  }

  /** Nodes up to `{{end}}`. */
  private innerBlock(context: string | undefined): readonly TemplateNode[] {
    if (context !== undefined) this.expectClose(context);
    const { nodes, ended } = this.block();
    if (ended === "end-of-text") this.fail("unexpected EOF");
    if (ended === "else") this.fail(`unexpected {{else}} in ${context ?? "block clause"}`);
    return nodes;
  }

  private branch(word: "if" | "range" | "with"): TemplateNode {
    const known = this.variables.length;
    if (word === "range") this.loops += 1;
    const pipe = this.pipeline(word, "close");
    const { nodes: body, ended } = this.block();
    if (word === "range") this.loops -= 1;
    if (ended === "end-of-text") this.fail("unexpected EOF");
    const otherwise = ended === "else" ? this.otherwise(word) : [];
    this.variables.length = known;
    return { type: word, pipe, body, otherwise };
  }

  /** What stands behind `{{else}}`, and the whole of an `{{else if}}`. */
  private otherwise(word: "if" | "range" | "with"): readonly TemplateNode[] {
    const next = this.peekSolid();
    if (next.type === "word" && next.text === word && word !== "range") {
      this.nextSolid();
      return [this.branch(word)];
    }
    this.expectClose("else");
    const { nodes, ended } = this.block();
    if (ended === "end-of-text") this.fail("unexpected EOF");
    if (ended === "else") this.fail("expected end; found {{else}}");
    return nodes;
  }

  private pipeline(context: string, end: "close" | "right"): Pipe {
    const pos = this.peekSolid().pos;
    const { names, isAssignment } = this.declarations(context);
    const commands: TemplateCommand[] = [];
    for (;;) {
      const token = this.peekSolid();
      if (token.type === end) {
        this.nextSolid();
        if (commands.length === 0) this.fail(`missing value for ${context}`);
        break;
      }
      commands.push(this.command(context));
    }
    const text = commands.map((each) => each.text).join(" | ");
    const head = names.length > 0 ? `${names.join(", ")} ${isAssignment ? "=" : ":="} ` : "";
    return { pos, text: head + text, variables: names, isAssignment, commands };
  }

  private declarations(context: string): {
    readonly names: readonly string[];
    readonly isAssignment: boolean;
  } {
    const start = this.at;
    const names: string[] = [];
    for (;;) {
      const variable = this.nextSolid();
      if (variable.type !== "variable") break;
      names.push(variable.text);
      const next = this.nextSolid();
      if (next.type === "declare" || next.type === "assign") {
        if (next.type === "declare") this.variables.push(...names);
        else names.forEach((name) => this.checkVariable(name));
        return { names, isAssignment: next.type === "assign" };
      }
      if (next.type !== "comma" || context !== "range" || names.length > 1) break;
    }
    this.at = start;
    return { names: [], isAssignment: false };
  }

  private command(context: string): TemplateCommand {
    const args: Term[] = [];
    const pos = this.peekSolid().pos;
    for (;;) {
      const term = this.operand(context);
      if (term) args.push(term);
      const token = this.next();
      if (token.type === "space") continue;
      if (token.type === "close" || token.type === "right") this.at -= 1;
      else if (token.type !== "pipe") this.fail(`unexpected ${shown(token)} in operand`);
      break;
    }
    if (args.length === 0) this.fail("empty command");
    return { pos, text: args.map(spelled).join(" "), args };
  }

  private operand(context: string): Term | undefined {
    const term = this.term(context);
    if (!term || this.peek().type !== "field") return term;
    const pos = this.peek().pos;
    const names: string[] = [];
    while (this.peek().type === "field") names.push(this.next().text.slice(1));
    const text = spelled(term) + names.map((name) => `.${name}`).join("");
    if (term.type === "field") return { ...term, pos, text, names: [...term.names, ...names] };
    if (term.type === "variable") return { ...term, pos, text, names: [...term.names, ...names] };
    if (["bool", "string", "number", "nil", "dot"].includes(term.type))
      this.fail(`unexpected . after term ${JSON.stringify(term.text)}`);
    return { type: "chain", pos, text, of: term, names };
  }

  private term(context: string): Term | undefined {
    const token = this.nextSolid();
    const { pos, text } = token;
    switch (token.type) {
      case "word":
        if (text === "true" || text === "false")
          return { type: "bool", pos, text, value: text === "true" };
        if (text === "nil") return { type: "nil", pos, text };
        if (!this.isFunction(text)) this.fail(`function ${JSON.stringify(text)} not defined`);
        return { type: "identifier", pos, text, name: text };
      case "dot":
        return { type: "dot", pos, text };
      case "field":
        return { type: "field", pos, text, names: [text.slice(1)] };
      case "variable":
        this.checkVariable(text);
        return { type: "variable", pos, text, name: text, names: [] };
      case "number":
        return { type: "number", pos, text, value: numberOf(text) };
      case "char":
        return { type: "number", pos, text, value: BigInt(text.codePointAt(1) ?? 0) };
      case "string":
      case "raw":
        return { type: "string", pos, text, value: unquoted(text) };
      case "left": {
        const pipe = this.pipeline("parenthesized pipeline", "right");
        return { type: "pipe", pos, text: pipe.text, pipe };
      }
      case "close":
      case "right":
      case "pipe":
        this.at -= 1;
        return undefined;
      default:
        return this.fail(`unexpected ${shown(token)} in ${context}`);
    }
  }

  private checkVariable(name: string): void {
    if (!this.variables.includes(name)) this.fail(`undefined variable ${JSON.stringify(name)}`);
  }

  private expectClose(context: string): void {
    const token = this.nextSolid();
    if (token.type !== "close") this.fail(`unexpected ${shown(token)} in ${context}`);
  }

  private peek(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] ?? END;
  }

  private next(): Token {
    const token = this.peek();
    this.at += 1;
    return token;
  }

  private nextSolid(): Token {
    for (;;) {
      const token = this.next();
      if (token.type !== "space") return token;
    }
  }

  private peekSolid(): Token {
    const token = this.nextSolid();
    this.at -= 1;
    return token;
  }

  private fail(message: string): never {
    const last = this.tokens[Math.max(0, Math.min(this.at, this.tokens.length) - 1)] ?? END;
    throw new TemplateError(`${lineAt(this.source, last.pos)}: ${message}`);
  }
}

function spelled(term: Term): string {
  return term.type === "pipe" ? `(${term.text})` : term.text;
}

/** Reads a template. Throws a TemplateError. */
export function parseTemplate(
  source: string,
  isFunction: (name: string) => boolean,
): ParsedTemplate {
  const parser = new Parser(source, isFunction);
  const nodes = parser.parse();
  return { nodes, defined: parser.defined };
}
