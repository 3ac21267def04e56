import { describe, expect, test } from "vitest";
import { cloneJson, cloneState } from "./clone.ts";
import { isEqual, isSemanticallyEqual } from "./equal.ts";
import { deepFreeze } from "./freeze.ts";
import { fnv1a, fnv1aOf, safeEncode } from "./hash.ts";
import { heapPop, heapPush } from "./heap.ts";
import { formatMicroTime, formatTime, parseTime } from "./time.ts";

describe("times", () => {
  test.each([0, 951_782_400_000, 1_709_210_096_000, 1_767_225_600_000, 4_102_444_799_000])(
    "%d survives as text",
    (epochMs) => {
      expect(formatTime(epochMs)).toBe(new Date(epochMs).toISOString().replace(".000", ""));
      expect(parseTime(formatTime(epochMs))).toBe(epochMs);
    },
  );

  test.each([
    ["2024-02-29T13:34:56.5+09:00", Date.parse("2024-02-29T13:34:56.5+09:00")],
    ["2023-02-29T00:00:00Z", undefined],
    ["2023-13-01T00:00:00Z", undefined],
    ["2023-01-01 00:00:00Z", undefined],
    ["", undefined],
  ])("%s is read as %s", (text, epochMs) => {
    expect(parseTime(text)).toBe(epochMs);
  });

  test("a text stays that of its own second when many are asked for in turn", () => {
    const seconds = Array.from({ length: 1_500 }, (_, i) => (i * 7919) % 1_000);
    for (const second of seconds)
      expect(formatTime(second * 1000 + 999)).toBe(
        new Date(second * 1000).toISOString().replace(".000", ""),
      );
  });

  test("micro times have six decimals", () => {
    expect(formatMicroTime(1_709_210_096_789)).toBe("2024-02-29T12:34:56.789000Z");
  });
});

describe("copies", () => {
  test("a copy of state shares frozen parts and nothing else", () => {
    const frozen = deepFreeze({ a: [1] });
    const state = { map: new Map([["k", { list: [1] }]]), set: new Set(["x"]), frozen };
    const copy = cloneState(state);
    copy.map.get("k")?.list.push(2);
    copy.set.add("y");
    expect(state.map.get("k")?.list).toEqual([1]);
    expect(state.set.size).toBe(1);
    expect(copy.frozen).toBe(frozen);
  });

  test("a JSON copy of a frozen value can be edited, and undefined is no value", () => {
    const copy = cloneJson(deepFreeze({ a: { b: 1 }, c: undefined as number | undefined }));
    copy.a.b = 2;
    expect(copy).toStrictEqual({ a: { b: 2 } });
  });
});

describe("equality", () => {
  test.each([
    [{ a: 1, b: [1] }, { b: [1], a: 1 }, true, true],
    [{}, { a: undefined }, true, true],
    [{}, { a: [] }, false, true],
    [{ a: null }, { a: {} }, false, true],
    [[1, 2], [2, 1], false, false],
    [{ a: 0 }, {}, false, false],
    ["", undefined, false, false],
  ])("%j and %j: equal %s, semantically %s", (a, b, equal, semantically) => {
    expect(isEqual(a, b)).toBe(equal);
    expect(isSemanticallyEqual(a, b)).toBe(semantically);
  });
});

describe("heap", () => {
  test("gives back in order what comes in any order", () => {
    const heap: number[] = [];
    const items = [5, 3, 9, 1, 1, 8, 2, 7];
    for (const item of items) heapPush(heap, item, (a, b) => a < b);
    const sorted: number[] = [];
    for (
      let item = heapPop(heap, (a, b) => a < b);
      item !== undefined;
      item = heapPop(heap, (a, b) => a < b)
    )
      sorted.push(item);
    expect(sorted).toEqual([...items].sort((a, b) => a - b));
  });
});

describe("hashes", () => {
  test.each([
    ["", 0x811c9dc5],
    ["a", 0xe40c292c],
    ["foobar", 0xbf9cf968],
  ])("FNV-1a of %j", (text, hash) => {
    expect(fnv1a(text)).toBe(hash);
  });

  test("the hash of parts is that of the parts put together", () => {
    expect(fnv1aOf([12, 0, "added", "", "é"], fnv1a("seed"))).toBe(
      fnv1a("12|0|added||é", fnv1a("seed")),
    );
  });

  test("safe encoding uses only the safe alphabet", () => {
    expect(safeEncode("1234567890")).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{10}$/);
  });
});
