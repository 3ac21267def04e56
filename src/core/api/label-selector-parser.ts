import {
  keyProblems,
  makeRequirement,
  type LabelRequirement,
  type SelectorOperator,
} from "./label-selector.ts";
import { badRequest, StatusError } from "./status.ts";

type TokenType =
  | "identifier"
  | "end"
  | "error"
  | "!"
  | "="
  | "=="
  | "!="
  | "("
  | ")"
  | ","
  | ">"
  | "<"
  | "in"
  | "notin";

interface Token {
  readonly type: TokenType;
  readonly text: string;
}

const SYMBOLS: ReadonlySet<string> = new Set(["!", "=", "==", "!=", "(", ")", ",", ">", "<"]);
const BINARY_OPERATORS: Readonly<Partial<Record<TokenType, SelectorOperator>>> = {
  in: "in",
  notin: "notin",
  "=": "=",
  "==": "==",
  "!=": "!=",
  ">": "gt",
  "<": "lt",
};

/** Where words `in` and `notin` count as operators; elsewhere they are plain identifiers. */
type Context = "operator" | "value";

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

/** Reads the requirements of query text, in the order written. Models labels.Parser. */
export function parseSelectorText(text: string): LabelRequirement[] {
  const reader: Reader = { tokens: tokenize(text), at: 0 };
  const requirements: LabelRequirement[] = [];
  for (;;) {
    const token = peek(reader, "value");
    if (token.type === "end") return requirements;
    if (token.type !== "identifier" && token.type !== "!")
      throw unexpected(token, ", expected: !, identifier, or 'end of string'");
    requirements.push(parseRequirement(reader));
    const next = take(reader, "value");
    if (next.type === "end") return requirements;
    if (next.type !== ",") throw unexpected(next, ", expected: ',' or 'end of string'");
    const following = peek(reader, "value");
    if (following.type !== "identifier" && following.type !== "!")
      throw unexpected(following, ", expected: identifier after ','");
  }
}

function parseRequirement(reader: Reader): LabelRequirement {
  try {
    return parseRequirementParts(reader);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    throw badRequest(`unable to parse requirement: ${error.message}`);
  }
}

function parseRequirementParts(reader: Reader): LabelRequirement {
  const first = take(reader, "value");
  const isNegated = first.type === "!";
  const keyToken = isNegated ? take(reader, "value") : first;
  if (keyToken.type !== "identifier") throw unexpected(keyToken, ", expected: identifier");
  const key = keyToken.text;
  const problem = keyProblems("<nil>", key)[0];
  if (problem !== undefined) throw badRequest(problem);
  if (isNegated) return makeRequirement(key, "!", []);
  const next = peek(reader, "value").type;
  if (next === "end" || next === ",") return makeRequirement(key, "exists", []);
  const operatorToken = take(reader, "operator");
  const operator = BINARY_OPERATORS[operatorToken.type];
  if (!operator) throw unexpected(operatorToken, ", expected: in, notin, =, ==, !=, gt, lt");
  const values =
    operator === "in" || operator === "notin" ? parseValues(reader) : [parseExactValue(reader)];
  return makeRequirement(key, operator, [...new Set(values)].sort());
}

function parseExactValue(reader: Reader): string {
  const next = peek(reader, "value").type;
  if (next === "end" || next === ",") return "";
  const token = take(reader, "value");
  if (token.type !== "identifier") throw unexpected(token, ", expected: identifier");
  return token.text;
}

function parseValues(reader: Reader): string[] {
  const open = take(reader, "value");
  if (open.type !== "(") throw unexpected(open, " expected: '('");
  const first = peek(reader, "value");
  if (first.type === ")") {
    take(reader, "value");
    return [""];
  }
  if (first.type !== "identifier" && first.type !== ",")
    throw unexpected(first, ", expected: ',', ')' or identifier");
  const values = parseIdentifiers(reader);
  if (take(reader, "value").type !== ")") throw unexpected(first, ", expected: ')'");
  return values;
}

/** The list up to the closing parenthesis; a comma with nothing beside it stands for the empty value. */
function parseIdentifiers(reader: Reader): string[] {
  const values: string[] = [];
  for (;;) {
    const token = take(reader, "value");
    const next = peek(reader, "value");
    if (token.type === "identifier") {
      values.push(token.text);
      if (next.type === ")") return values;
      if (next.type !== ",") throw unexpected(next, ", expected: ',' or ')'");
    } else if (token.type === ",") {
      if (values.length === 0) values.push("");
      if (next.type === ")") return [...values, ""];
      if (next.type === ",") values.push("");
    } else {
      throw unexpected(token, ", expected: ',', or identifier");
    }
  }
}

function unexpected(token: Token, expectation: string): StatusError {
  return badRequest(`found '${token.text}'${expectation}`);
}

function peek(reader: Reader, context: Context): Token {
  const token = reader.tokens[reader.at] ?? { type: "end", text: "" };
  const isWord = token.type === "in" || token.type === "notin";
  return isWord && context === "value" ? { type: "identifier", text: token.text } : token;
}

function take(reader: Reader, context: Context): Token {
  const token = peek(reader, context);
  reader.at++;
  return token;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [word] of text.matchAll(/[=!(),><]+|[^=!(),><\s]+/g)) {
    if (/^[=!(),><]/.test(word)) tokens.push(...symbolTokens(word));
    else
      tokens.push(
        word === "in" || word === "notin"
          ? { type: word, text: word }
          : { type: "identifier", text: word },
      );
  }
  return tokens;
}

/** Splits a run of symbol characters, the longest known symbol first. */
function symbolTokens(run: string): Token[] {
  const tokens: Token[] = [];
  for (let i = 0; i < run.length;) {
    const two = run.slice(i, i + 2);
    const symbol = SYMBOLS.has(two) ? two : run.slice(i, i + 1);
    tokens.push({ type: symbol as TokenType, text: symbol });
    i += symbol.length;
  }
  return tokens;
}
