import { expect, test } from "vitest";
import { parseLessonFolder } from "#lessons/folder.ts";
import { DEFAULT_CLUSTER } from "#protocol/scenario.ts";
import { folderOf, type LessonDraft } from "./draft.ts";

const DRAFT: LessonDraft = {
  id: "own-1",
  seed: 7,
  cluster: { ...DEFAULT_CLUSTER, controlPlanes: 1 },
  start: "start.yaml",
  load: [{ service: "shop", rate: 24 }],
  files: [
    { name: "start.yaml", text: "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n" },
    { name: "web.yaml", text: "kind: Pod\n" },
  ],
  title: { en: "", ko: "내 수업: 첫 시간" },
  objective: { en: "", ko: "" },
  debrief: { en: "# not a part", ko: "" },
  steps: [
    {
      id: "step-1",
      title: { en: "More", ko: "" },
      say: { en: "", ko: "**늘리세요.**" },
      check: "ready(deployment/shop) == 6 && image(deployment/shop) == 'a:v1'",
      lines: ["kubectl scale deployment shop --replicas=6", "tick 20s"],
    },
    {
      id: "step-2",
      title: { en: "", ko: "" },
      say: { en: "", ko: "" },
      check: "applied(web.yaml) >= 1",
      lines: ["edit web.yaml <<EOF\nkind: Pod\nEOF", "apply web.yaml", "tick 9s"],
    },
  ],
};

test("what is drafted can be read as a lesson of the course can, whatever is still unwritten", () => {
  const { lesson, texts, problems } = parseLessonFolder("own/own-1", folderOf(DRAFT));
  expect(problems).toEqual([]);
  expect(lesson.definition).toMatchObject({
    id: "own-1",
    seed: 7,
    files: ["web.yaml"],
    budget: { inputs: 2 },
    worlds: [
      {
        cluster: { controlPlanes: 1, workers: 3, preset: "empty" },
        apply: ["start.yaml"],
        load: [{ service: "shop", ratePerSecond: 24 }],
      },
    ],
  });
  expect(lesson.solution).toEqual({
    "step-1": DRAFT.steps[0]?.lines,
    "step-2": DRAFT.steps[1]?.lines,
  });
  expect([texts.en.title, texts.ko.title]).toEqual(["내 수업: 첫 시간", "내 수업: 첫 시간"]);
  expect(texts.ko.steps["step-1"]?.say).toBe("**늘리세요.**");
});
