import { expect, test } from "vitest";
import { usualFirst } from "./usual-verbs.ts";

test.each([
  { given: ["alpha", "annotate", "delete", "get"], first: ["get", "delete", "alpha", "annotate"] },
  { given: ["drain", "delete", "describe"], first: ["describe", "delete", "drain"] },
  { given: [], first: [] },
])("of $given the usual come first", ({ given, first }) => {
  expect(usualFirst(given)).toEqual(first);
});
