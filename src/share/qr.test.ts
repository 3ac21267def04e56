import { describe, expect, test } from "vitest";
import { qrCode } from "./qr.ts";

describe("a QR code", () => {
  test("is the one that other encoders draw (uqr 0.1.3, level L, mask 2)", () => {
    const drawn = qrCode("HI there")?.map((row) =>
      row.map((isDark) => (isDark ? "#" : ".")).join(""),
    );
    expect(drawn).toEqual([
      "#######..#..#.#######",
      "#.....#.#..#..#.....#",
      "#.###.#..#....#.###.#",
      "#.###.#.#..#..#.###.#",
      "#.###.#...###.#.###.#",
      "#.....#.###.#.#.....#",
      "#######.#.#.#.#######",
      "..........###........",
      "#####.####..##.#.#.#.",
      ".#......#...##.##....",
      "###.####..##.#...###.",
      "####.#..#......##.#..",
      "#...#.#..###...#....#",
      "........#.#####.#.#..",
      "#######.#...#.#...##.",
      "#.....#..#.####..##..",
      "#.###.#.#.#.#....#..#",
      "#.###.#.##..#..####..",
      "#.###.#.#..#.#....#..",
      "#.....#.#......#.##..",
      "#######.##.#.#.##..#.",
    ]);
  });

  test.each([
    ["?lesson=L03&lang=ko", 25],
    ["x".repeat(230), 53],
    ["x".repeat(231), 57],
    ["가".repeat(90), 57],
    ["x".repeat(2953), 177],
  ])("is no larger than it must be (%#)", (text, size) => {
    const code = qrCode(text);
    expect(code?.length).toBe(size);
    expect(code?.every((row) => row.length === size)).toBe(true);
  });

  test("does not exist for what no code can hold", () => {
    expect(qrCode("x".repeat(2954))).toBeUndefined();
  });
});
