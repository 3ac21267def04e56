import { parseLabelSelector, type Selector } from "#core/api/label-selector.ts";
import { failure } from "./failure.ts";

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** A selector as objects hold it, made of the text form: equalities become labels, the rest expressions. Models meta/v1 ParseToLabelSelector. */
export function selectorObject(text: string): Readonly<Record<string, unknown>> {
  const matchLabels: Record<string, string> = {};
  const matchExpressions: Expression[] = [];
  for (const { key, operator, values } of selectorOf(text).requirements) {
    const [value = ""] = values;
    if (operator === "=" || operator === "==") matchLabels[key] = value;
    else matchExpressions.push({ key, operator: OPERATORS[operator] ?? operator, values });
  }
  return {
    ...(matchExpressions.length > 0 && {
      matchExpressions: matchExpressions.map(({ values, ...rest }) =>
        values.length > 0 ? { ...rest, values } : rest,
      ),
    }),
    ...(Object.keys(matchLabels).length > 0 && { matchLabels }),
  };
}

const OPERATORS: Readonly<Record<string, string>> = {
  "!=": "NotIn",
  in: "In",
  notin: "NotIn",
  exists: "Exists",
  "!": "DoesNotExist",
};

function selectorOf(text: string): Selector {
  try {
    return parseLabelSelector(text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw failure(`couldn't parse the selector string "${text}": ${error.message}`);
  }
}
