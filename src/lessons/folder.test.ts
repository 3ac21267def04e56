import { fileURLToPath } from "node:url";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { faults } from "#core/cluster/faults/index.ts";
import { cardOf, parseLessonFolder, problemText } from "./folder.ts";
import { FAULT_NAMES } from "./parse/happenings.ts";
import { lessonScenario } from "./start.ts";

const FOLDER = "90-try/01-keep";
const PATH = fileURLToPath(new URL(`testdata/${FOLDER}/`, import.meta.url));
const FILES = new Map(
  readdirSync(PATH)
    .sort()
    .map((name) => [name, readFileSync(`${PATH}${name}`, "utf8")]),
);

/** The problems of the folder when one file is changed; undefined takes the file away. */
function problemsWith(name: string, change: (text: string) => string | undefined): string[] {
  const files = [...FILES].flatMap(([each, text]) => {
    const changed = each === name ? change(text) : text;
    return changed === undefined ? [] : [{ name: each, text: changed }];
  });
  return parseLessonFolder(FOLDER, files).problems.map(problemText);
}

function swap(from: string, to: string): (text: string) => string {
  return (text) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  };
}

describe("a lesson folder", () => {
  const files = [...FILES].map(([name, text]) => ({ name, text }));
  const parsed = parseLessonFolder(FOLDER, files);

  test("is read whole", () => {
    expect(parsed.problems).toEqual([]);
    expect(parsed.lesson.files.map(({ name }) => name)).toEqual(["web.yaml"]);
    expect(parsed.lesson.solution["kill"]).toEqual([
      "kubectl delete pod {pod[app=web]}",
      "answer heal itself",
      "tick 10s",
    ]);
    expect(parsed.texts.en.steps["kill"]).toMatchObject({
      title: "Delete a pod",
      caption: "One pod goes.",
      say: "Delete one pod of the {herd|ReplicaSet} `web`.",
      chips: { one: "Delete one pod" },
    });
    expect(cardOf(parsed)).toMatchObject({ id: "T01", predicts: true, track: "90-try" });
  });

  test("of one's own needs one language only and no run that must not pass", () => {
    const few = files.filter(({ name }) => name !== "ko.md" && name !== "wrong.txt");
    const own = parseLessonFolder(FOLDER, few, "own");
    expect(own.problems).toEqual([]);
    expect(own.texts.ko).toEqual(own.texts.en);
    expect(own.texts.ko.language).toBe("en");
    expect(parseLessonFolder(FOLDER, few).problems.map(({ file }) => file)).toEqual([
      `${FOLDER}/wrong.txt`,
      `${FOLDER}/ko.md`,
    ]);
    const none = few.filter(({ name }) => name !== "en.md");
    expect(parseLessonFolder(FOLDER, none, "own").problems.map(({ file }) => file)).toEqual([
      `${FOLDER}/en.md`,
      `${FOLDER}/ko.md`,
    ]);
  });

  test("begins as a session of its own", () => {
    expect(lessonScenario(parsed.lesson)).toMatchObject({
      lesson: "T01",
      seed: 6,
      playing: true,
      files: [{ name: "web.yaml" }],
      cluster: { controlPlanes: 1, workers: 3, preset: "empty" },
    });
  });

  test("may name every fault there is", () => {
    expect([...FAULT_NAMES]).toEqual(faults.map(({ name }) => name));
  });

  const rows: [string, (text: string) => string | undefined, string][] = [
    ["lesson.yaml", () => undefined, "lesson.yaml:1:1: the file is missing"],
    ["ko.md", () => undefined, "ko.md:1:1: the file is missing"],
    ["lesson.yaml", swap("minutes", "minuets"), "lesson.yaml:2:1: there is no key minuets"],
    ["lesson.yaml", swap("C31", "C32"), "lesson.yaml:5:10: there is no cluster C32"],
    ["lesson.yaml", swap("[web.yaml]", "[wbe.yaml]"), "lesson.yaml:6:8: there is no file wbe.yaml"],
    ["lesson.yaml", swap("at: 50s", "at: soon"), "lesson.yaml:12:9: soon is no duration"],
    ["lesson.yaml", swap("crash def", "quake def"), "lesson.yaml:13:12: there is no fault quake"],
    ["lesson.yaml", swap("told(heal) &&", "told(heel) &&"), "there is no prediction heel"],
    [
      "lesson.yaml",
      swap("ready(replicaset/web) == 3\n    chips", "raedy(replicaset/web) == 3\n    chips"),
      "lesson.yaml:18:26: there is no function raedy",
    ],
    ["lesson.yaml", swap("    predict: heal\n", ""), "no step asks the prediction heal"],
    ["lesson.yaml", swap("kind: choice", "kind: chioce"), "chioce is none of number, choice"],
    ["lesson.yaml", swap("budget: {", "budget: ["), "lesson.yaml:"],
    ["en.md", swap("title: Keep three\n", ""), "en.md:1:1: title is missing"],
    ["en.md", swap("# step crash: Wait", "# stop crash: Wait"), "there is no part stop"],
    ["en.md", swap("# step crash: Wait", "# step crush: Wait"), "the step crash has no text"],
    ["en.md", swap("Delete one pod of", "word ".repeat(70)), "words; at most 60"],
    ["en.md", swap("## hint\nLook at the stage.\n", ""), "en.md:7:1: the step needs 3 hints"],
    ["en.md", swap("- nobody: Nobody\n", ""), "the option nobody has no words"],
    ["en.md", swap("- nobody:", "- anybody:"), "the prediction has no option anybody"],
    ["en.md", swap("## why\n", ""), "## why is missing"],
    ["ko.md", swap("## chip one: 파드 하나 삭제", ""), "the chip one has no words"],
    ["ko.md", swap("# debrief", "# debrief\n# debrief"), "the debrief is missing"],
    [
      "solution.txt",
      swap("# step look", "# step lock"),
      "solution.txt:7:1: the lesson has no step",
    ],
    ["wrong.txt", swap("tick 10s", "tock 10s"), "wrong.txt:3:1: not an act: tock 10s"],
  ];
  test.each(rows)("%s with a fault in it is told with its place (%#)", (name, change, expected) => {
    const problems = problemsWith(name, change);
    expect(
      problems.some((each) => each.includes(expected)),
      problems.join("\n"),
    ).toBe(true);
  });
});
