import { isMap, sortedEntries } from "../json.ts";
import { templateFunctions } from "./go-template-functions.ts";
import {
  type ParsedTemplate,
  parseTemplate,
  type Pipe,
  type TemplateCommand,
  type TemplateNode,
  type Term,
} from "./go-template-parse.ts";
import { ExecutionError, goText, goTypeName, isTrue } from "./go-template-values.ts";

/** A parsed Go template. Models text/template. */
export interface GoTemplate extends ParsedTemplate {
  readonly source: string;
}

/** What a template printed, and why it went no further. */
export interface Rendering {
  readonly text: string;
  readonly problem?: string;
}

/** Reads a template. Throws a TemplateError with text/template's message. */
export function compileTemplate(source: string): GoTemplate {
  const parsed = parseTemplate(source, (name) => Object.hasOwn(templateFunctions, name));
  return { source, ...parsed };
}

/** The text of a template over an object, up to where it fails. */
export function renderTemplate(
  template: GoTemplate,
  object: unknown,
  { allowMissingKeys }: { readonly allowMissingKeys: boolean },
): Rendering {
  const execution = new Execution(template, allowMissingKeys);
  try {
    const scope = new Scope(object, false, new Map([["$", object]]));
    execution.run(template.nodes, scope);
    return { text: execution.text };
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
    return { text: execution.text, problem: `template: ${error.message}` };
  }
}

/** Where `.` and the variables stand for something. */
class Scope {
  readonly dot: unknown;
  /** Whether `.` came out of a list or map, where Go knows no more than that it is something. */
  readonly isUntyped: boolean;
  private readonly variables: Map<string, unknown>;
  private readonly outer: Scope | undefined;

  constructor(dot: unknown, isUntyped: boolean, variables: Map<string, unknown>, outer?: Scope) {
    this.dot = dot;
    this.isUntyped = isUntyped;
    this.variables = variables;
    this.outer = outer;
  }

  inner(dot: unknown = this.dot, isUntyped = this.isUntyped): Scope {
    return new Scope(dot, isUntyped, new Map(), this);
  }

  declare(name: string, value: unknown): void {
    this.variables.set(name, value);
  }

  assign(name: string, value: unknown): void {
    if (this.variables.has(name) || !this.outer) this.variables.set(name, value);
    else this.outer.assign(name, value);
  }

  valueOf(name: string): unknown {
    return this.variables.has(name) || !this.outer
      ? this.variables.get(name)
      : this.outer.valueOf(name);
  }
}

type Branch = Extract<TemplateNode, { readonly pipe: Pipe; readonly body: unknown }>;
type Flow = "break" | "continue" | undefined;

const MAX_DEPTH = 100;

/** One run of a template. Models text/template exec state. */
class Execution {
  text = "";
  private readonly template: GoTemplate;
  private readonly allowsMissing: boolean;
  private templateName = "output";
  private depth = 0;

  constructor(template: GoTemplate, allowsMissing: boolean) {
    this.template = template;
    this.allowsMissing = allowsMissing;
  }

  run(nodes: readonly TemplateNode[], scope: Scope): Flow {
    for (const node of nodes) {
      const flow = this.runNode(node, scope);
      if (flow) return flow;
    }
    return undefined;
  }

  private runNode(node: TemplateNode, scope: Scope): Flow {
    switch (node.type) {
      case "text":
        this.text += node.text;
        return undefined;
      case "print": {
        const value = this.pipe(node.pipe, scope);
        if (node.pipe.variables.length === 0)
          this.text += value === undefined || value === null ? "<no value>" : goText(value);
        return undefined;
      }
      case "break":
      case "continue":
        return node.type;
      case "template":
        this.call(node, scope);
        return undefined;
      case "range":
        return this.range(node, scope);
      case "if":
      case "with": {
        const inner = scope.inner();
        const value = this.pipe(node.pipe, inner);
        if (!isTrue(value)) return this.run(node.otherwise, inner);
        return this.run(node.body, node.type === "with" ? inner.inner(value, false) : inner);
      }
    }
  }

  private call(node: TemplateNode & { readonly type: "template" }, scope: Scope): void {
    const body = this.template.defined.get(node.name);
    if (!body) this.fail(node, `template ${JSON.stringify(node.name)} not defined`);
    const dot = node.pipe ? this.pipe(node.pipe, scope) : undefined;
    if (this.depth >= MAX_DEPTH) this.fail(node, `exceeded maximum template depth (100000)`);
    const caller = this.templateName;
    this.templateName = node.name;
    this.depth += 1;
    this.run(body ?? [], new Scope(dot, false, new Map([["$", dot]])));
    this.depth -= 1;
    this.templateName = caller;
  }

  private range({ pipe: looped, body, otherwise }: Branch, outer: Scope): Flow {
    const scope = outer.inner();
    const value = this.pipe(looped, scope, true);
    const entries = this.entriesOf(looped, value);
    if (entries.length === 0) return this.run(otherwise, scope);
    const [first, second] = looped.variables;
    for (const [key, item] of entries) {
      const inner = scope.inner(item, true);
      if (first !== undefined) inner.declare(first, second === undefined ? item : key);
      if (second !== undefined) inner.declare(second, item);
      if (this.run(body, inner) === "break") break;
    }
    return undefined;
  }

  private entriesOf(pipe: Pipe, value: unknown): readonly (readonly [unknown, unknown])[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value.map((item, i) => [BigInt(i), item] as const);
    if (isMap(value)) return sortedEntries(value);
    if (typeof value === "bigint")
      return Array.from({ length: Number(value) }, (_, i) => [BigInt(i), BigInt(i)] as const);
    const last = pipe.commands.at(-1)?.args.at(-1);
    return this.fail(last ?? pipe, `range can't iterate over ${goText(value)}`);
  }

  private pipe(pipe: Pipe, scope: Scope, isRange = false): unknown {
    let value: unknown;
    pipe.commands.forEach((command, i) => {
      value = this.command(command, scope, i === 0 ? [] : [value]);
    });
    // What a range declares is set anew for every element.
    if (isRange && !pipe.isAssignment) return value;
    for (const name of pipe.variables)
      if (pipe.isAssignment) scope.assign(name, value);
      else scope.declare(name, value);
    return value;
  }

  private command(command: TemplateCommand, scope: Scope, piped: readonly unknown[]): unknown {
    const [first, ...rest] = command.args;
    if (!first) return undefined;
    if (first.type === "identifier") return this.apply(first.name, command, scope, rest, piped);
    const hasArguments = rest.length > 0 || piped.length > 0;
    if (
      hasArguments &&
      (first.type === "field" || first.type === "chain" || first.type === "variable")
    )
      this.fail(first, `${first.names.at(-1) ?? first.text} is not a method but has arguments`);
    if (hasArguments) this.fail(first, `can't give argument to non-function ${first.text}`);
    if (first.type === "nil") this.fail(first, "nil is not a command");
    return this.term(first, scope);
  }

  private apply(
    name: string,
    command: TemplateCommand,
    scope: Scope,
    args: readonly Term[],
    piped: readonly unknown[],
  ): unknown {
    if ((name === "and" || name === "or") && args.length > 0) {
      let value: unknown;
      for (const each of [
        ...args.map((arg) => () => this.term(arg, scope)),
        ...piped.map((one) => () => one),
      ]) {
        value = each();
        if (isTrue(value) === (name === "or")) break;
      }
      return value;
    }
    const values = [...args.map((arg) => this.term(arg, scope)), ...piped];
    if (name === "base64decode") args.forEach((arg, i) => this.checkText(arg, values[i]));
    const needed = ARGUMENTS[name];
    if (needed && (values.length < needed.least || values.length > needed.most))
      this.fail(
        { pos: command.pos, text: name },
        needed.most === Infinity
          ? `wrong number of args for ${name}: want at least ${needed.least} got ${values.length}`
          : `wrong number of args for ${name}: want ${needed.least} got ${values.length}`,
      );
    try {
      return templateFunctions[name]?.(values);
    } catch (error) {
      if (!(error instanceof ExecutionError)) throw error;
      return this.fail(command, `error calling ${name}: ${error.message}`);
    }
  }

  /** A function that takes a text is given nothing else. Models exec.validateType. */
  private checkText(term: Term, value: unknown): void {
    if (typeof value === "string") return;
    if (term.type === "number" || term.type === "bool")
      this.fail(term, `expected string; found ${term.text}`);
    this.fail(
      term,
      value === undefined || value === null
        ? "invalid value; expected string"
        : `wrong type for value; expected string; got ${goTypeName(value)}`,
    );
  }

  private term(term: Term, scope: Scope): unknown {
    switch (term.type) {
      case "bool":
      case "number":
      case "string":
        return term.value;
      case "nil":
        return null;
      case "dot":
        return scope.dot;
      case "identifier":
        return this.apply(term.name, { ...term, args: [term] }, scope, [], []);
      case "pipe":
        return this.pipe(term.pipe, scope);
      case "field":
        return this.follow(term, scope.dot, term.names, scope.isUntyped);
      case "variable":
        return this.follow(term, scope.valueOf(term.name), term.names, false);
      case "chain":
        return this.follow(term, this.term(term.of, scope), term.names, false);
    }
  }

  private follow(
    term: Term,
    start: unknown,
    names: readonly string[],
    isUntyped: boolean,
  ): unknown {
    let value = start;
    let untyped = isUntyped;
    for (const name of names) {
      if (value === undefined) {
        if (!this.allowsMissing)
          this.fail(term, `nil data; no entry for key ${JSON.stringify(name)}`);
        return undefined;
      }
      if (value === null) this.fail(term, `nil pointer evaluating interface {}.${name}`);
      if (!isMap(value))
        this.fail(
          term,
          `can't evaluate field ${name} in type ${untyped ? "interface {}" : goTypeName(value)}`,
        );
      const found: unknown = isMap(value) ? value[name] : undefined;
      if (found === undefined && !this.allowsMissing)
        this.fail(term, `map has no entry for key ${JSON.stringify(name)}`);
      value = found;
      untyped = true;
    }
    return value;
  }

  private fail(
    { pos, text }: { readonly pos: number; readonly text?: string },
    message: string,
  ): never {
    const before = this.template.source.slice(0, pos).split("\n");
    const place = `output:${before.length}:${before.at(-1)?.length ?? 0}`;
    throw new ExecutionError(
      `${place}: executing ${JSON.stringify(this.templateName)} at <${text ?? ""}>: ${message}`,
    );
  }
}

/** How many arguments the functions take that do not take any number. */
const ARGUMENTS: Readonly<Record<string, { readonly least: number; readonly most: number }>> = {
  index: { least: 1, most: Infinity },
  slice: { least: 1, most: Infinity },
  len: { least: 1, most: 1 },
  eq: { least: 1, most: Infinity },
  ne: { least: 2, most: 2 },
  lt: { least: 2, most: 2 },
  le: { least: 2, most: 2 },
  gt: { least: 2, most: 2 },
  ge: { least: 2, most: 2 },
  not: { least: 1, most: 1 },
  and: { least: 1, most: Infinity },
  or: { least: 1, most: Infinity },
  call: { least: 1, most: Infinity },
  exists: { least: 1, most: Infinity },
  printf: { least: 1, most: Infinity },
  base64decode: { least: 1, most: 1 },
};
