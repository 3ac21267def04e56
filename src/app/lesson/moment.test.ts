import { expect, test } from "vitest";
import { momentOf } from "./moment.ts";

test.each([
  ["time() >= 9s", 9000],
  ["time() > 2m", 120_000],
  [" time() >= 500ms ", 500],
  ["time() >= 9s && ready(pod/a) == 1", undefined],
  ["ready(pod/a) == 1", undefined],
  ["since() >= 9s", undefined],
])("%s waits for %s", (expression, expected) => {
  expect(momentOf(expression)).toBe(expected);
});
