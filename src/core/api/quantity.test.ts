import { describe, expect, test } from "vitest";
import {
  addQuantity,
  canonicalQuantity,
  compareQuantity,
  formatQuantity,
  parseQuantity,
  quantityBytes,
  quantityMilli,
  quantityProblem,
  roundUpToMilli,
  subtractQuantity,
  type Quantity,
} from "./quantity.ts";

function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!parsed) throw new Error(`no quantity: ${text}`);
  return parsed;
}

describe("canonical text", () => {
  test.each([
    ["1024Mi", "1Gi"],
    ["1000m", "1"],
    ["0.1", "100m"],
    ["1.5Gi", "1536Mi"],
    ["100.035Ki", "102435840m"],
    [".5", "500m"],
    ["1000", "1k"],
    ["1e3", "1e3"],
    ["0.001e0", "1e-3"],
    ["1000Ki", "1000Ki"],
    ["512", "512"],
    ["-1024Ki", "-1Mi"],
    ["0Ki", "0"],
    ["0.5Ki", "512"],
    [".000000000001Ki", "2n"],
    ["9Ei", "9223372036854775807"],
    ["99E", "99E"],
    ["00", "0"],
    ["banana", "banana"],
  ])("%s is written %s", (given, wanted) => {
    expect(canonicalQuantity(given)).toBe(wanted);
  });
});

test.each(["", " 1", "1 ", "1.1.M", "1+1.0M", "aoeu", "true", "{}"])(
  "%j has the wrong form",
  (text) => {
    expect(quantityProblem(text)).toBe(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
  },
);

test.each(["0.1mi", "1i", "-3.01e-", "1e", "1KK"])("%j has an unknown suffix", (text) => {
  expect(quantityProblem(text)).toBe("unable to parse quantity's suffix");
});

test.each([
  ["100m", 100, 1],
  ["1", 1000, 1],
  ["1.5", 1500, 2],
  ["1Ki", 1_024_000, 1024],
  ["128Mi", 134_217_728_000, 134_217_728],
  ["1n", 1, 1],
  ["-1.5", -1500, -2],
])("%s is %d thousandths and %d units, rounded up", (text, milli, units) => {
  expect(quantityMilli(text)).toBe(milli);
  expect(quantityBytes(text)).toBe(units);
});

test("sums and differences keep the first format, and zero takes the other's", () => {
  expect(formatQuantity(addQuantity(quantity("1Gi"), quantity("1024Mi")))).toBe("2Gi");
  expect(formatQuantity(addQuantity(quantity("0"), quantity("1Gi")))).toBe("1Gi");
  expect(formatQuantity(subtractQuantity(quantity("1"), quantity("100m")))).toBe("900m");
});

test("comparing looks at the amount alone", () => {
  expect(compareQuantity(quantity("1000m"), quantity("1"))).toBe(0);
  expect(compareQuantity(quantity("10000T"), quantity("100Gi"))).toBe(1);
});

test("resource lists keep no more than thousandths", () => {
  expect(formatQuantity(roundUpToMilli(quantity("1u")))).toBe("1m");
});
