import { describe, expect, test } from "vitest";
import { Sharing } from "./sharing.ts";

describe("sharing", () => {
  test("a copy and its original go their own ways, whoever writes first", () => {
    for (const writer of ["original", "copy"] as const) {
      const sharing = new Sharing();
      const original = new Map([["a", new Map([["x", 1]])]]);
      const copy = sharing.copyOf(original);
      const [first, second] = writer === "original" ? [original, copy] : [copy, original];
      sharing.ownMap(first, "a").set("x", 2);
      expect(second.get("a")?.get("x")).toBe(1);
      sharing.ownMap(second, "a").set("x", 3);
      expect(first.get("a")?.get("x")).toBe(2);
    }
  });

  test("only the first write after a copy takes one of its own", () => {
    const sharing = new Sharing();
    const sets = new Map([["a", new Set([1])]]);
    expect(sharing.ownSet(sets, "a")).toBe(sets.get("a"));
    const before = sets.get("a");
    sharing.copyOf(sets);
    expect(sharing.ownSet(sets, "a")).not.toBe(before);
    expect(sharing.ownSet(sets, "a")).toBe(sets.get("a"));
  });

  test("makes what is not there, and keeps the order of what is", () => {
    const sharing = new Sharing();
    const maps = new Map([
      [
        "a",
        new Map([
          ["z", 1],
          ["y", 2],
        ]),
      ],
    ]);
    sharing.copyOf(maps);
    expect([...sharing.ownMap(maps, "a").keys()]).toEqual(["z", "y"]);
    sharing.ownMap(maps, "b").set("new", 1);
    expect([...maps.keys()]).toEqual(["a", "b"]);
  });
});
