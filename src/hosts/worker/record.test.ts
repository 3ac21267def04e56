import { describe, expect, test } from "vitest";
import { complete } from "#kubectl/completion.ts";
import { runKubectl } from "#kubectl/run.ts";
import { playLesson } from "#hosts/cli/lesson-run.ts";
import { draftLesson, type DraftWords } from "#lessons/builder.ts";
import { parseLessonFolder } from "#lessons/folder.ts";
import { writeLessonFolder } from "#lessons/write.ts";
import type { Command } from "#protocol/messages.ts";
import type { Recording } from "#protocol/recording.ts";
import { freshScenario } from "#protocol/starter.ts";
import { YardSession } from "./session.ts";

const WORDS: DraftWords = {
  title: "Mine",
  objective: "Try it.",
  stepTitle: "Step {number}",
  say: "Run {line}.",
  hints: ["Look.", "A command.", "{line}"],
  debrief: "Done.",
};

/** A recording of these acts, five seconds between them, in the running shop. */
async function record(...acts: readonly (string | Command)[]): Promise<Recording> {
  const session = new YardSession({
    output: () => undefined,
    loadKubectl: () => Promise.resolve({ run: runKubectl, complete }),
  });
  await session.perform({
    type: "open",
    scenario: { ...freshScenario("shop"), playing: false },
  });
  let at = 0;
  for (const act of acts) {
    at += 5_000;
    await session.perform({ type: "seek", at });
    const command: Command =
      typeof act === "string" ? { type: "kubectl", session: 1, line: act } : act;
    await session.perform(command);
  }
  return (await session.perform({ type: "record", after: 0 })) as Recording;
}

describe("a recorded lesson", () => {
  test("starts with what stood there", async () => {
    const { start } = await record("scale deployment shop --replicas=4");
    expect(start.load).toEqual([{ service: "shop", ratePerSecond: 24 }]);
    expect(start.manifests).toContain("kind: Deployment");
    expect(start.manifests).toContain("kind: Service");
    expect(start.manifests).not.toMatch(/uid|resourceVersion|status:|clusterIP:/);
  });

  const rows: [string, readonly (string | Command)[], readonly string[]][] = [
    [
      "another number",
      ["scale deployment shop --replicas=5"],
      ["ready(deployment/shop) == 5", "endpoints(service/shop) == 5"],
    ],
    [
      "another image",
      ["set image deployment/shop shop=jangteo/shop:v2"],
      ["image(deployment/shop) == 'jangteo/shop:v2'", "ready(deployment/shop) == 3"],
    ],
    [
      "a new workload",
      ["create deployment web --image=nginx --replicas=2"],
      ["ready(deployment/web) == 2"],
    ],
    ["a workload less", ["delete deployment shop --wait=false"], ["count(deployment/shop) == 0"]],
    [
      "a machine that breaks",
      [{ type: "fault", name: "node-power", target: "worker-1", on: true }],
      ["fault('node-power', 'worker-1')"],
    ],
    ["something without a trace", ["annotate deployment shop a=b"], ["input('annotate') >= 1"]],
  ];
  test.each(rows)("checks %s", async (_name, acts, expected) => {
    const { steps } = await record(...acts);
    expect(steps[0]?.checks).toEqual(expect.arrayContaining([...expected]));
  });

  test("leaves names open that another run will draw otherwise", async () => {
    const session = await record("delete pod -l app=shop --wait=false");
    expect(session.steps[0]?.checks[0]).toBe(
      "gone(pod[app=shop]) >= 3 && ready(pod[app=shop]) == 3",
    );
    const named = await record("get pods");
    expect(named.steps).toEqual([]);
  });

  test("is solved by what was recorded once it was written down and read again", async () => {
    const { start, steps } = await record(
      "scale deployment shop --replicas=5",
      "set image deployment/shop shop=jangteo/shop:v2",
      { type: "load", namespace: "default", service: "shop", ratePerSecond: 60 },
    );
    const draft = draftLesson({ id: "own-1", start, steps, texts: { en: WORDS, ko: WORDS } });
    const files = writeLessonFolder(draft.lesson, draft.texts);
    const { lesson, problems } = parseLessonFolder("own/own-1", files);
    expect(problems).toEqual([]);
    const { progress, doneDuring } = playLesson(lesson, "solution");
    expect(progress.status).toBe("solved");
    expect(doneDuring).toEqual({ "step-1": "step-1", "step-2": "step-2", "step-3": "step-3" });
    expect(playLesson(lesson, "wrong").progress.status).toBe("running");
  });
});
