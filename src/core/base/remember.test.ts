import { describe, expect, test } from "vitest";
import { deepFreeze } from "./freeze.ts";
import { rememberByIdentity, rememberByText } from "./remember.ts";

describe("remembered answers", () => {
  test("a text is asked about once", () => {
    let asked = 0;
    const length = rememberByText((text) => (asked += 1) * 0 + text.length);
    expect([length("abc"), length("abc"), length("ab")]).toEqual([3, 3, 2]);
    expect(asked).toBe(2);
  });

  test("a frozen value is asked about once, one that may change each time", () => {
    let asked = 0;
    const sum = rememberByIdentity((value: { list: number[] }) => {
      asked += 1;
      return value.list.reduce((a, b) => a + b, 0);
    });
    const frozen = Object.freeze({ list: [1, 2] });
    expect([sum(frozen), sum(frozen)]).toEqual([3, 3]);
    expect(asked).toBe(1);
    const open = { list: [1] };
    expect(sum(open)).toBe(1);
    open.list.push(5);
    expect(sum(open)).toBe(6);
  });
});

describe("freezing", () => {
  test("goes through objects and lists, and stops at what is frozen", () => {
    const shallow = Object.freeze({ open: { a: 1 } });
    const value = deepFreeze({ list: [{ a: 1 }, [{ b: 2 }]], shallow, text: "", none: null });
    expect(Object.isFrozen(value)).toBe(true);
    expect(Object.isFrozen(value.list)).toBe(true);
    expect(Object.isFrozen(value.list[0])).toBe(true);
    expect(Object.isFrozen((value.list[1] as object[])[0])).toBe(true);
    expect(Object.isFrozen(shallow.open)).toBe(false);
  });
});
