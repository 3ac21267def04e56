import { describe, expect, test } from "vitest";
import { qrCode } from "./qr.ts";

describe("a QR code", () => {
  test.each([
    ["?lesson=L03&lang=ko", 33],
    ["x".repeat(230), 61],
    ["x".repeat(231), 65],
    ["가".repeat(90), 65],
    ["x".repeat(2953), 185],
  ])("is no larger than it must be, quiet zone included (%#)", (text, size) => {
    const code = qrCode(text);
    expect(code?.length).toBe(size);
    expect(code?.every((row) => row.length === size)).toBe(true);
  });

  test("does not exist for what no code can hold", () => {
    expect(qrCode("x".repeat(2954))).toBeUndefined();
  });
});
