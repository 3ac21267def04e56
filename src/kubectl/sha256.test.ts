import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sha256 } from "./sha256.ts";

test.each([0, 1, 3, 55, 56, 63, 64, 65, 119, 120, 1000])(
  "a text of %i characters has the digest that Node finds",
  (length) => {
    const text = "가b".repeat(length).slice(0, length);
    expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
  },
);
