import { invalid, type FieldError } from "../field-error.ts";

const LABEL_PATTERN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const LABEL_1035_PATTERN = "[a-z]([-a-z0-9]*[a-z0-9])?";
const UNDERSCORED_LABEL_PATTERN = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
const UNDERSCORED_SUBDOMAIN_PATTERN = `${UNDERSCORED_LABEL_PATTERN}(\\.${UNDERSCORED_LABEL_PATTERN})*`;
const CONFIG_KEY_PATTERN = "[-._a-zA-Z0-9]+";
const HTTP_HEADER_PATTERN = "[-A-Za-z0-9]+";
const PERCENT_PATTERN = "[0-9]+%";

const LABEL = new RegExp(`^${LABEL_PATTERN}$`);
const LABEL_1035 = new RegExp(`^${LABEL_1035_PATTERN}$`);
const UNDERSCORED_SUBDOMAIN = new RegExp(`^${UNDERSCORED_SUBDOMAIN_PATTERN}$`);
const CONFIG_KEY = new RegExp(`^${CONFIG_KEY_PATTERN}$`);
const HTTP_HEADER = new RegExp(`^${HTTP_HEADER_PATTERN}$`);
const PERCENT = new RegExp(`^${PERCENT_PATTERN}$`);

/** One `Invalid value` for each problem of a value; none when there is none. */
export function invalidFor(
  field: string,
  value: unknown,
  problems: readonly string[],
): FieldError[] {
  return problems.map((problem) => invalid(field, value, problem));
}

/** What is wrong with a lower-case DNS label of at most 63 characters. Models validation.IsDNS1123Label. */
export function labelProblems(text: string): string[] {
  const problems = text.length > 63 ? ["must be no more than 63 characters"] : [];
  if (LABEL.test(text)) return problems;
  // A text that would do as a subdomain is told only about its dots.
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(text))
    return [...problems, "must not contain dots"];
  return [
    ...problems,
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric " +
      `character (e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL_PATTERN}')`,
  ];
}

/** What is wrong with a DNS subdomain whose labels may hold and begin with underscores. Models validation.IsDNS1123SubdomainWithUnderscore. */
export function underscoredSubdomainProblems(text: string): string[] {
  const problems = text.length > 253 ? ["must be no more than 253 characters"] : [];
  if (UNDERSCORED_SUBDOMAIN.test(text)) return problems;
  return [
    ...problems,
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an " +
      `alphanumeric character (e.g. 'example.com', regex used for validation is '${UNDERSCORED_SUBDOMAIN_PATTERN}')`,
  ];
}

/** What is wrong with a DNS label that must start with a letter, as Service names do. Models validation.IsDNS1035Label. */
export function label1035Problems(text: string): string[] {
  const problems = text.length > 63 ? ["must be no more than 63 characters"] : [];
  if (LABEL_1035.test(text)) return problems;
  return [
    ...problems,
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an " +
      `alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '${LABEL_1035_PATTERN}')`,
  ];
}

/** What is wrong with a name used as one segment of a URL path. Models path.IsValidPathSegmentName. */
export function pathSegmentProblems(text: string): string[] {
  if (text === "." || text === "..") return [`may not be '${text}'`];
  return ["/", "%"]
    .filter((each) => text.includes(each))
    .map((each) => `may not contain '${each}'`);
}

/** What is wrong with a key of a ConfigMap or Secret. Models validation.IsConfigMapKey. */
export function configKeyProblems(key: string): string[] {
  const problems: string[] = [];
  if (key.length > 253) problems.push("must be no more than 253 characters");
  if (!CONFIG_KEY.test(key)) {
    problems.push(
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', " +
        `regex used for validation is '${CONFIG_KEY_PATTERN}')`,
    );
  }
  if (key === ".") problems.push("must not be '.'");
  else if (key === "..") problems.push("must not be '..'");
  else if (key.startsWith("..")) problems.push("must not start with '..'");
  return problems;
}

/** What is wrong with the name of an environment variable. Models validation.IsRelaxedEnvVarName. */
export function envVarNameProblems(name: string): string[] {
  if (/^[ -<>-~]+$/.test(name)) return [];
  return [
    "a valid environment variable name must consist only of printable ASCII characters other than '='",
  ];
}

/** What is wrong with the name of an HTTP header. Models validation.IsHTTPHeaderName. */
export function httpHeaderProblems(name: string): string[] {
  if (HTTP_HEADER.test(name)) return [];
  return [
    "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is " +
      `'${HTTP_HEADER_PATTERN}')`,
  ];
}

/** What is wrong with a percentage. Models validation.IsValidPercent. */
export function percentProblems(text: string): string[] {
  if (PERCENT.test(text)) return [];
  return [
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is " +
      `'${PERCENT_PATTERN}')`,
  ];
}

/** How a range that includes both ends is described. Models validation.InclusiveRangeError. */
export function rangeText(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

/** What is wrong with a port number. Models validation.IsValidPortNum. */
export function portNumberProblems(port: number): string[] {
  return port >= 1 && port <= 65535 ? [] : [rangeText(1, 65535)];
}

/** What is wrong with a port name of at most 15 characters. Models validation.IsValidPortName. */
export function portNameProblems(name: string): string[] {
  const problems: string[] = [];
  if (name.length > 15) problems.push("must be no more than 15 characters");
  if (!/^[-a-z0-9]+$/.test(name))
    problems.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  if (!/[a-z]/.test(name)) problems.push("must contain at least one letter (a-z)");
  if (name.includes("--")) problems.push("must not contain consecutive hyphens");
  if (name.startsWith("-") || name.endsWith("-"))
    problems.push("must not begin or end with a hyphen");
  return problems;
}

/** What is wrong with a user or group id. Models validation.IsValidUserID. */
export function idProblems(id: number): string[] {
  return id >= 0 && id <= 2_147_483_647 ? [] : [rangeText(0, 2_147_483_647)];
}
