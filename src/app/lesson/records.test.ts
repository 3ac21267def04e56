import { beforeEach, expect, test } from "vitest";
import { keepRecord, lessonRecords, mergeRecords, readRecords, writeRecords } from "./records.ts";

beforeEach(() => lessonRecords.setState({}, true));

test("the better try stays: most steps, solved for good, fewest actions", () => {
  keepRecord("L06", { steps: 2, solved: false, inputs: 0 });
  keepRecord("L06", { steps: 4, solved: true, inputs: 9 });
  keepRecord("L06", { steps: 1, solved: false, inputs: 0 });
  keepRecord("L06", { steps: 4, solved: true, inputs: 6 });
  expect(lessonRecords.getState()).toEqual({ L06: { steps: 4, solved: true, inputs: 6 } });
});

test("a file brings the progress to another browser, and takes nothing away there", () => {
  const file = writeRecords({ L03: { steps: 5, solved: true, inputs: 3 } });
  lessonRecords.setState({ L04: { steps: 1, solved: false, inputs: 0 } }, true);
  const read = readRecords(file);
  if (read) mergeRecords(read);
  expect(Object.keys(lessonRecords.getState()).sort()).toEqual(["L03", "L04"]);
});

test.each([
  ["no JSON", "{"],
  ["another file", '{"lessons":{}}'],
  ["a list", "[]"],
])("%s is no progress", (_name, text) => {
  expect(readRecords(text)).toBeUndefined();
});

test("what is no record is left out of a file", () => {
  const lessons = {
    L03: { steps: 1, solved: false, inputs: 0 },
    L04: { steps: -1, solved: false, inputs: 0 },
    "../x": { steps: 1, solved: true, inputs: 1 },
    L05: "solved",
  };
  expect(readRecords(JSON.stringify({ podyard: "lessons", version: 1, lessons }))).toEqual({
    L03: lessons.L03,
  });
});
