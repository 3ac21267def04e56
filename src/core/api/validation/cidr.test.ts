import { expect, test } from "vitest";
import { addressBytes, addressText, containsAddress, parseCidr } from "./cidr.ts";
import { cidrWarnings } from "./ip-warnings.ts";

test.each([
  ["10.0.0.0/8", "10.1.2.3", true],
  ["10.0.0.0/8", "11.0.0.0", false],
  ["192.168.4.0/22", "192.168.7.255", true],
  ["192.168.4.0/22", "192.168.8.0", false],
  ["2001:db8::/32", "2001:db8:1::1", true],
  ["2001:db8::/32", "2001:db9::1", false],
  ["0.0.0.0/0", "2001:db8::1", false],
])("%s contains %s: %s", (range, address, isIn) => {
  const parsed = parseCidr(range);
  const bytes = addressBytes(address);
  expect(parsed && bytes && containsAddress(parsed, bytes)).toBe(isIn);
});

test.each(["10.0.0.1", "::", "::1", "2001:db8::", "fe80::1:0:0:1", "1:2:3:4:5:6:7:8"])(
  "%s keeps its text",
  (text) => {
    expect(addressText(addressBytes(text) ?? [])).toBe(text);
  },
);

test("a range with bits behind its prefix is ambiguous", () => {
  expect(cidrWarnings("spec.cidr", "10.1.2.3/8")).toEqual([
    'spec.cidr: CIDR value "10.1.2.3/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.1.2.3/32"?)',
  ]);
  expect(cidrWarnings("spec.cidr", "10.0.0.0/8")).toEqual([]);
});
