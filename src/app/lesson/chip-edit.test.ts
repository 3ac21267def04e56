import { expect, test } from "vitest";
import { edited } from "./chip-edit.ts";

const TAB = { find: "\t", text: "  " };
const NAME = { find: "replica:", text: "replicas:" };

test("chips mend a file in any order, and pressing one twice changes nothing more", () => {
  const broken = "spec:\n\treplica: 3\n";
  const mended = "spec:\n  replicas: 3\n";
  expect(edited(edited(broken, TAB), NAME)).toBe(mended);
  expect(edited(edited(broken, NAME), TAB)).toBe(mended);
  expect(edited(edited(mended, TAB), NAME)).toBe(mended);
});

test("what was typed elsewhere stays, and a dollar sign is only a dollar sign", () => {
  expect(edited("# mine\nspec:\n\treplica: 5\n", TAB)).toBe("# mine\nspec:\n  replica: 5\n");
  expect(edited("a: x", { find: "x", text: "$&$1" })).toBe("a: $&$1");
});
