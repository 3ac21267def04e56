import { makeRequirement, matchesLabels, parseLabelSelector, selectorOf, formatSelector, type SelectorOperator } from "#core/api/label-selector.ts";
import { compareQuantity, formatQuantity, parseQuantity, type Quantity, type QuantityFormat } from "#core/api/quantity.ts";
import { StatusError } from "#core/api/status.ts";
import type { VectorAdapter, VectorCase, VectorOutcome } from "../adapter.ts";

interface QuantityInput {
  readonly parse?: string;
  readonly unscaled?: string;
  readonly exponent10?: number;
  readonly format?: QuantityFormat;
  readonly a?: string;
  readonly b?: string;
}
interface QuantityWant {
  readonly valid?: boolean;
  readonly unscaled?: string;
  readonly exponent10?: number;
  readonly string?: string;
}

function nanoOf(unscaled: string, exponent10: number): bigint {
  const power = 9 + exponent10;
  return power >= 0 ? BigInt(unscaled) * 10n ** BigInt(power) : BigInt(unscaled) / 10n ** BigInt(-power);
}

/** Shows a quantity in the terms of the wanted answer; amounts are the same when they are equal in value. */
function showQuantity(quantity: Quantity | undefined, want: QuantityWant): unknown {
  if (!quantity) return { valid: false };
  if (want.string !== undefined) return { valid: true, string: formatQuantity(quantity) };
  const isSame = want.unscaled !== undefined && nanoOf(want.unscaled, want.exponent10 ?? 0) === quantity.nano;
  const amount = isSame ? { unscaled: want.unscaled, exponent10: want.exponent10 } : { nano: String(quantity.nano) };
  return { valid: true, ...amount, format: quantity.format };
}

function runQuantity(testCase: VectorCase): VectorOutcome {
  const input = testCase.in as QuantityInput;
  const want = testCase.want as QuantityWant;
  if (input.a !== undefined && input.b !== undefined) {
    const [a, b] = [parseQuantity(input.a), parseQuantity(input.b)];
    return { got: a && b ? { cmp: compareQuantity(a, b) } : undefined };
  }
  if (input.parse !== undefined) return { got: showQuantity(parseQuantity(input.parse), want) };
  const quantity = { nano: nanoOf(input.unscaled ?? "0", input.exponent10 ?? 0), format: input.format ?? "DecimalSI" };
  return { got: { string: formatQuantity(quantity) } };
}

interface SelectorRequirement {
  readonly key: string;
  readonly op: SelectorOperator;
  readonly values: readonly string[];
}
interface SelectorInput {
  readonly selector?: string;
  readonly requirements?: readonly SelectorRequirement[];
  readonly labels?: Readonly<Record<string, string>>;
}

/** The refusal as a value, so that a table can ask for it. */
function attempt<T>(act: () => T): T | StatusError {
  try {
    return act();
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
}

function runLabelSelector(testCase: VectorCase): VectorOutcome {
  const input = testCase.in as SelectorInput;
  const want = testCase.want as Readonly<Record<string, unknown>>;
  const selector = attempt(() =>
    input.requirements
      ? selectorOf(input.requirements.map(({ key, op, values }) => makeRequirement(key, op, values)))
      : parseLabelSelector(input.selector ?? ""),
  );
  if (selector instanceof StatusError) return { got: { valid: false } };
  if (input.labels) return { got: { match: matchesLabels(selector, input.labels) } };
  const requirements = selector.requirements.map(({ key, operator, values }) => ({ key, op: operator, values }));
  return {
    got: {
      valid: true,
      ...("string" in want && { string: formatSelector(selector) }),
      ...("requirements" in want && { requirements }),
    },
  };
}

/** Tables about quantities, selectors and patches. */
export const apiAdapters: readonly VectorAdapter[] = [
  { file: "label-selector.json", run: runLabelSelector },
  { file: "quantity.json", run: runQuantity },
];
