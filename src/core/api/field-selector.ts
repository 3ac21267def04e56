import { badRequest } from "./status.ts";

/** One condition on one field. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: "=" | "==" | "!=";
  readonly value: string;
}

const ESCAPES: ReadonlySet<string> = new Set(["\\", ",", "="]);

/** Reads query text such as `metadata.name=web,status.phase!=Running`; throws a 400 StatusError with upstream's words. Models fields.ParseSelector. */
export function parseFieldSelector(text: string): FieldRequirement[] {
  return splitTerms(text)
    .filter((term) => term !== "")
    .map((term) => parseTerm(term, text));
}

function parseTerm(term: string, whole: string): FieldRequirement {
  for (let i = 0; i < term.length; i++) {
    if (term[i] === "\\") {
      i++;
      continue;
    }
    const rest = term.slice(i);
    const operator = rest.startsWith("!=")
      ? "!="
      : rest.startsWith("==")
        ? "=="
        : rest.startsWith("=")
          ? "="
          : undefined;
    if (operator)
      return {
        field: term.slice(0, i),
        operator,
        value: unescapeValue(rest.slice(operator.length)),
      };
  }
  throw badRequest(`invalid selector: '${whole}'; can't understand '${term}'`);
}

/** Splits at commas that are not escaped by a backslash. */
function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === ",") {
      terms.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...terms, text.slice(start)];
}

function unescapeValue(text: string): string {
  let value = "";
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character !== "\\") {
      if (ESCAPES.has(character))
        throw badRequest(`invalid field selector: unescaped character in value: ${character}`);
      value += character;
      continue;
    }
    i++;
    const escaped = text.charAt(i);
    if (!ESCAPES.has(escaped))
      throw badRequest(`invalid field selector: invalid escape sequence: \\${escaped}`);
    value += escaped;
  }
  return value;
}

/** Whether the fields satisfy every requirement; `read` answers the text of a field, "" when it is not set. Models fields.Selector.Matches. */
export function matchesFields(
  requirements: readonly FieldRequirement[],
  read: (field: string) => string,
): boolean {
  return requirements.every(
    ({ field, operator, value }) => (read(field) === value) === (operator !== "!="),
  );
}

/** Query text of the requirements. Models fields.Selector.String. */
export function formatFieldSelector(requirements: readonly FieldRequirement[]): string {
  return requirements
    .map(
      ({ field, operator, value }) =>
        `${field}${operator === "!=" ? "!=" : "="}${value.replace(/[\\,=]/g, "\\$&")}`,
    )
    .join(",");
}
