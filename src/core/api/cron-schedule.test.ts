import { expect, test } from "vitest";
import { parseCron } from "./cron-schedule.ts";

test.each([
  ["has space", "expected exactly 5 fields, found 2: [has space]"],
  ["", "expected exactly 5 fields, found 0: []"],
  ["60 * * * *", "end of range (60) above maximum (59): 60"],
  ["* * 0 * *", "beginning of range (0) below minimum (1): 0"],
  ["5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"],
  ["1-2-3 * * * *", "too many hyphens: 1-2-3"],
  ["*/2/3 * * * *", "too many slashes: */2/3"],
  ["*/0 * * * *", "step of range should be a positive number: */0"],
  ["x * * * *", 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ["@fortnightly", "unrecognized descriptor: @fortnightly"],
  ["@every soon", 'failed to parse duration @every soon: time: invalid duration "soon"'],
])("%s is refused in the parser's words", (text, problem) => {
  expect(parseCron(text)).toEqual({ problem });
});

test.each([
  ["*/15 * * * *", { minutes: [0, 15, 30, 45], isAnyDay: true, isAnyWeekday: true }],
  ["5/20 8-10 * * *", { minutes: [5, 25, 45], hours: [8, 9, 10] }],
  ["0 0 1,15 jan-mar mon", { days: [1, 15], months: [1, 2, 3], weekdays: [1], isAnyDay: false }],
  ["TZ=Asia/Seoul 0 3 * * *", { minutes: [0], hours: [3] }],
  ["@weekly", { minutes: [0], hours: [0], weekdays: [0], isAnyDay: true }],
])("%s means these numbers", (text, expected) => {
  const parsed = parseCron(text);
  const shown = Object.fromEntries(
    Object.entries(parsed).map(([field, value]) => [
      field,
      value instanceof Set ? [...(value as ReadonlySet<number>)] : (value as unknown),
    ]),
  );
  expect(shown).toMatchObject(expected);
});

test.each([
  ["@every 1h30m", 5400],
  ["@every 10s", 10],
  ["@every 1ms", 1],
])("%s is a distance in seconds", (text, everySeconds) => {
  expect(parseCron(text)).toEqual({ everySeconds });
});
