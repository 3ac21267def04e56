import type { JSONSchemaProps, ValidationRule } from "../schema/generated/types.ts";

const LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
/** The names of hosts and domains. */
export const DOMAIN = `${LABEL}(\\.${LABEL})*`;
const KEY = `^(${DOMAIN}/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$`;
const MAX_NAME = 253;

/** A rule in the language of expressions, with what it says when it is broken. */
export function ruleOf(message: string, rule: string): ValidationRule {
  return { message, rule };
}

/** A text. */
export function text(limits: Partial<JSONSchemaProps> = {}): JSONSchemaProps {
  return { type: "string", ...limits };
}

/** A text of so many characters that fits a pattern. */
export function named(pattern: string, maxLength = MAX_NAME): JSONSchemaProps {
  return { type: "string", minLength: 1, maxLength, pattern };
}

/** One of some words. */
export function choice(words: readonly string[], fallback?: string): JSONSchemaProps {
  return { type: "string", enum: words, ...(fallback !== undefined && { default: fallback }) };
}

/** A whole number between two others. */
export function whole(minimum: number, maximum?: number): JSONSchemaProps {
  return {
    type: "integer",
    format: "int32",
    minimum,
    ...(maximum !== undefined && { maximum }),
  };
}

/** An object with these fields, of which some must be there. */
export function object(
  properties: Readonly<Record<string, JSONSchemaProps>>,
  required: readonly string[] = [],
  rest: Partial<JSONSchemaProps> = {},
): JSONSchemaProps {
  return { type: "object", properties, ...(required.length > 0 && { required }), ...rest };
}

/** A list that belongs to whoever wrote it last. */
export function list(
  items: JSONSchemaProps,
  maxItems: number,
  rest: Partial<JSONSchemaProps> = {},
): JSONSchemaProps {
  return { type: "array", items, maxItems, "x-kubernetes-list-type": "atomic", ...rest };
}

/** A list whose elements are found by one of their fields. */
export function listBy(key: string, items: JSONSchemaProps, maxItems: number): JSONSchemaProps {
  return {
    type: "array",
    items,
    maxItems,
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": [key],
  };
}

/** The same schema with a value of its own when none is given. */
export function defaulted(schema: JSONSchemaProps, value: unknown): JSONSchemaProps {
  return { ...schema, default: value };
}

export const port = whole(1, 65535);
export const hostname = named(`^(\\*\\.)?${DOMAIN}$`);
export const preciseHostname = named(`^${DOMAIN}$`);
export const sectionName = named(`^${DOMAIN}$`);
export const group: JSONSchemaProps = text({
  maxLength: MAX_NAME,
  pattern: `^$|^${DOMAIN}$`,
});
export const kind = named("^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$", 63);
export const namespace = named(`^${LABEL}$`, 63);
export const objectName = text({ minLength: 1, maxLength: MAX_NAME });
/** `example.com/what`. */
export const domainPath = named(`^${DOMAIN}\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$`);

/** Refers to an object of the same namespace. */
export const localReference = object({ group, kind, name: objectName }, ["group", "kind", "name"]);

/** A map with keys such as annotations and labels have. */
export function keyed(
  word: string,
  values: JSONSchemaProps,
  maxProperties: number,
): JSONSchemaProps {
  return {
    type: "object",
    additionalProperties: values as never,
    maxProperties,
    "x-kubernetes-validations": [
      ruleOf(
        `${word} keys must be in the form of an optional DNS subdomain prefix followed by a required name segment of up to 63 characters.`,
        `self.all(key, key.matches(r"""${KEY}"""))`,
      ),
      ruleOf(
        `If specified, the ${word.toLowerCase()} key's prefix must be a DNS subdomain not longer than 253 characters in total.`,
        'self.all(key, key.split("/")[0].size() < 253)',
      ),
    ],
  };
}

/** Chooses by labels. */
export const labelSelector: JSONSchemaProps = object(
  {
    matchExpressions: {
      type: "array",
      "x-kubernetes-list-type": "atomic",
      items: object(
        {
          key: text(),
          operator: text(),
          values: { type: "array", items: text(), "x-kubernetes-list-type": "atomic" },
        },
        ["key", "operator"],
      ),
    },
    matchLabels: { type: "object", additionalProperties: text() as never },
  },
  [],
  { "x-kubernetes-map-type": "atomic" },
);

/** What is said of an object by whoever looks after it. */
export const conditions = listBy(
  "type",
  object(
    {
      lastTransitionTime: text({ format: "date-time" }),
      message: text({ maxLength: 32768 }),
      observedGeneration: { type: "integer", format: "int64", minimum: 0 },
      reason: named("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$", 1024),
      status: choice(["True", "False", "Unknown"]),
      type: text({
        maxLength: 316,
        pattern: `^(${DOMAIN}/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$`,
      }),
    },
    ["lastTransitionTime", "message", "reason", "status", "type"],
  ),
  8,
);

/** Conditions that nobody has looked into yet. */
export function pending(types: readonly string[]): readonly unknown[] {
  return types.map((type) => ({
    lastTransitionTime: "1970-01-01T00:00:00Z",
    message: "Waiting for controller",
    reason: "Pending",
    status: "Unknown",
    type,
  }));
}
