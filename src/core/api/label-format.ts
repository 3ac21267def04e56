import { rememberByText } from "#core/base/remember.ts";

const NAME_PATTERN = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const SUBDOMAIN_PATTERN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
const NAME = new RegExp(`^${NAME_PATTERN}$`);
const SUBDOMAIN = new RegExp(`^${SUBDOMAIN_PATTERN}$`);
const LABEL_VALUE = new RegExp(`^(${NAME_PATTERN})?$`);

const NAME_TEXT =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const NAME_EXAMPLES = `(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${NAME_PATTERN}')`;

/** What is wrong with a label key, annotation key or resource name; empty when nothing is. Models content.IsLabelKey. */
export const qualifiedNameProblems = rememberByText((text): readonly string[] => {
  const parts = text.split("/");
  if (parts.length > 2) {
    const form = `(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${NAME_PATTERN}')`;
    return [
      `a valid label key ${NAME_TEXT} ${form} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.at(-1) ?? "";
  return [...(parts.length === 2 ? prefixProblems(parts[0] ?? "") : []), ...nameProblems(name)];
});

function prefixProblems(prefix: string): string[] {
  if (prefix === "") return ["prefix part must be non-empty"];
  return subdomainProblems(prefix).map((problem) => `prefix part ${problem}`);
}

function nameProblems(name: string): string[] {
  const problems: string[] = [];
  if (name === "") problems.push("name part must be non-empty");
  else if (name.length > 63) problems.push("name part must be no more than 63 bytes");
  if (!NAME.test(name)) problems.push(`name part ${NAME_TEXT} ${NAME_EXAMPLES}`);
  return problems;
}

/** What is wrong with a lower-case DNS subdomain; empty when nothing is. Models validation.IsDNS1123Subdomain. */
export function subdomainProblems(text: string): string[] {
  const problems: string[] = [];
  if (text.length > 253) problems.push("must be no more than 253 characters");
  if (!SUBDOMAIN.test(text)) {
    problems.push(
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an " +
        `alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN_PATTERN}')`,
    );
  }
  return problems;
}

/** What is wrong with a label value; empty when nothing is. Models validation.IsValidLabelValue. */
export const labelValueProblems = rememberByText((text): readonly string[] => {
  const problems: string[] = [];
  if (text.length > 63) problems.push("must be no more than 63 bytes");
  if (!LABEL_VALUE.test(text)) {
    problems.push(
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
        `alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(${NAME_PATTERN})?')`,
    );
  }
  return problems;
});
