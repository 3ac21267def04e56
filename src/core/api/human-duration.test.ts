import { expect, test } from "vitest";
import { humanDuration, shortHumanDuration } from "./human-duration.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [-2_001, "<invalid>"],
  [-1_500, "0s"],
  [119_999, "119s"],
  [2 * MINUTE, "2m"],
  [9 * MINUTE + 59_000, "9m59s"],
  [10 * MINUTE + 30_000, "10m"],
  [3 * HOUR + 5 * MINUTE, "3h5m"],
  [47 * HOUR, "47h"],
  [2 * DAY, "2d"],
  [7 * DAY + 23 * HOUR, "7d23h"],
  [729 * DAY, "729d"],
  [730 * DAY + DAY, "2y1d"],
  [8 * 365 * DAY, "8y"],
])("%d ms is %s", (ms, text) => {
  expect(humanDuration(ms)).toBe(text);
});

test.each([
  [60_000, "1m"],
  [DAY - 1, "23h"],
  [400 * DAY, "1y"],
])("in one unit %d ms is %s", (ms, text) => {
  expect(shortHumanDuration(ms)).toBe(text);
});
