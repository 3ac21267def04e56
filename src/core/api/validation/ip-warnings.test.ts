import { describe, expect, test } from "vitest";
import { cidrWarnings, ipWarnings } from "./ip-warnings.ts";

const FUTURE = "will be considered invalid in a future Kubernetes release: use";

describe("addresses that are taken, but should be written otherwise", () => {
  test.each([
    ["10.0.0.1", []],
    ["none", []],
    ["2001:db8::1", []],
    ["::", []],
    ["1::", []],
    ["010.000.0.1", [`f: non-standard IP address "010.000.0.1" ${FUTURE} "10.0.0.1"`]],
    ["::ffff:1.2.3.4", [`f: non-standard IP address "::ffff:1.2.3.4" ${FUTURE} "1.2.3.4"`]],
    [
      "2001:DB8:0:0:1:0:0:1",
      [
        'f: IPv6 address "2001:DB8:0:0:1:0:0:1" should be in RFC 5952 canonical format ("2001:db8::1:0:0:1")',
      ],
    ],
  ])("%s", (text, warnings) => {
    expect(ipWarnings("f", text)).toEqual(warnings);
  });
});

describe("ranges", () => {
  test.each([
    ["10.0.0.0/8", []],
    ["2001:db8::/32", []],
    ["10.1.0.0", []],
    [
      "10.1.2.3/8",
      [
        'f: CIDR value "10.1.2.3/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.1.2.3/32"?)',
      ],
    ],
    ["010.0.0.0/8", [`f: non-standard CIDR value "010.0.0.0/8" ${FUTURE} "10.0.0.0/8"`]],
    ["10.0.0.0/08", [`f: non-standard CIDR value "10.0.0.0/08" ${FUTURE} "10.0.0.0/8"`]],
    [
      "2001:DB8::/32",
      [
        'f: IPv6 CIDR value "2001:DB8::/32" should be in RFC 5952 canonical format ("2001:db8::/32")',
      ],
    ],
  ])("%s", (text, warnings) => {
    expect(cidrWarnings("f", text)).toEqual(warnings);
  });
});
