/** What a plain YAML scalar means to Go's YAML 1.1 reader. */
export type ScalarMeaning =
  | { readonly type: "null" }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "int"; readonly value: number }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "timestamp" }
  | { readonly type: "text" };

const NULLS: readonly string[] = ["", "~", "null", "Null", "NULL"];
const TRUES: readonly string[] = [
  "y",
  "Y",
  "yes",
  "Yes",
  "YES",
  "true",
  "True",
  "TRUE",
  "on",
  "On",
  "ON",
];
const FALSES: readonly string[] = [
  "n",
  "N",
  "no",
  "No",
  "NO",
  "false",
  "False",
  "FALSE",
  "off",
  "Off",
  "OFF",
];
const NOT_FINITE: Readonly<Record<string, number>> = {
  ".nan": NaN,
  ".NaN": NaN,
  ".NAN": NaN,
  ".inf": Infinity,
  ".Inf": Infinity,
  ".INF": Infinity,
  "+.inf": Infinity,
  "+.Inf": Infinity,
  "+.INF": Infinity,
  "-.inf": -Infinity,
  "-.Inf": -Infinity,
  "-.INF": -Infinity,
};
const FLOAT = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;
const TIMESTAMP = /^\d{4}-\d\d?-\d\d?([Tt ]\d\d?:\d\d?:\d\d?(\.\d+)?(Z|[-+]\d\d:\d\d)?)?$/;

/** Resolves a plain scalar. Models go-yaml v2 resolve, the reader behind sigs.k8s.io/yaml. */
export function resolveScalar(text: string): ScalarMeaning {
  if (NULLS.includes(text)) return { type: "null" };
  if (TRUES.includes(text)) return { type: "bool", value: true };
  if (FALSES.includes(text)) return { type: "bool", value: false };
  const special = NOT_FINITE[text];
  if (special !== undefined) return { type: "float", value: special };
  if (!/^[-+.\d]/.test(text)) return { type: "text" };
  const int = parseInteger(text.replaceAll("_", ""));
  if (int !== undefined) return { type: "int", value: int };
  if (FLOAT.test(text)) return { type: "float", value: Number(text) };
  if (TIMESTAMP.test(text)) return { type: "timestamp" };
  return { type: "text" };
}

/** Models strconv.ParseInt with base 0. */
function parseInteger(text: string): number | undefined {
  const match = /^([-+]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/.exec(text);
  const digits = match?.[2];
  if (digits === undefined) return undefined;
  const octal = /^0[oO]?([0-7]+)$/.exec(digits)?.[1];
  const value = octal === undefined ? Number(digits) : Number.parseInt(octal, 8);
  return match?.[1] === "-" ? -value : value;
}
