import { beforeAll, expect, test } from "vitest";
import { loadTexts } from "#app/i18n/text.ts";
import {
  changeReport,
  classReports,
  dropReport,
  handsOf,
  readReports,
  reportShown,
  withAnswer,
  withTimeSpent,
  type ReportedAnswer,
} from "./class-report.ts";
import { reportMarkdown } from "./report-markdown.ts";

const both = (text: string) => ({ en: text, ko: text });
const shown = (index: number, plan = "pet-cattle") => ({
  plan,
  title: both("Pets"),
  part: { index, title: both(`Part ${index + 1}`), planned: 5 },
});
const ANSWER: ReportedAnswer = {
  key: "after",
  question: "Who is turned away?",
  options: [
    { text: "Left", hands: 7 },
    { text: "Both | all", hands: 3 },
  ],
  came: "Left",
};
const HOUR_MS = 3_600_000;

beforeAll(() => loadTexts("en", "ko"));

test("a class is written down part by part, also when one goes back; a new class begins a new report", () => {
  reportShown(shown(1), 1000, { isNew: true });
  changeReport((report) => withTimeSpent(report, 1, 90_000));
  changeReport((report) => withAnswer(report, 1, { ...ANSWER, came: "Both | all" }));
  reportShown(shown(0), 2000, { isNew: false });
  reportShown(shown(1), 3000, { isNew: false });
  changeReport((report) => withTimeSpent(report, 1, 60_000));
  changeReport((report) => withAnswer(report, 1, ANSWER));
  const [report] = classReports.getState();
  expect(classReports.getState()).toHaveLength(1);
  expect(report?.parts.map(({ index, shownMs }) => [index, shownMs])).toEqual([
    [0, 0],
    [1, 150_000],
  ]);
  expect(report?.parts[1]?.answers).toEqual([ANSWER]);
  reportShown(shown(0), 4000, { isNew: true });
  reportShown(shown(0, "other"), 5000, { isNew: false });
  reportShown(shown(0, "other"), 5000 + 5 * HOUR_MS, { isNew: false });
  expect(classReports.getState().map(({ plan }) => plan)).toEqual([
    "other",
    "other",
    "pet-cattle",
    "pet-cattle",
  ]);
  dropReport(4000);
  expect(classReports.getState()).toHaveLength(3);
});

test("the file says what was predicted and what came", () => {
  expect(handsOf(ANSWER)).toEqual({ all: 10, right: 7 });
  const report = classReports.getState().at(-1);
  if (!report) throw new Error("no report");
  expect(reportMarkdown(report, { language: "en", began: "1 May" }).split("\n")).toEqual([
    "# Pets",
    "",
    "Class of 1 May",
    "",
    "## 1. Part 1",
    "",
    "1 min, planned 5 min",
    "",
    "## 2. Part 2",
    "",
    "3 min, planned 5 min",
    "",
    "**Who is turned away?**",
    "",
    "| Answer | Hands |",
    "| --- | ---: |",
    "| Left **← what came** | 7 |",
    "| Both \\| all | 3 |",
    "",
    "7 of 10 hands were right.",
    "",
  ]);
});

test.each([
  ["", 0],
  ["[{}]", 0],
  ['[{"plan":"a","title":{},"beganAt":1,"parts":[{}]}]', 0],
  ['[{"plan":"a","title":{},"beganAt":1,"parts":[]}]', 1],
])("of what was kept the sound reports are read: %s", (text, count) => {
  expect(readReports(text)).toHaveLength(count);
});
