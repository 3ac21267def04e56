import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { complete } from "#kubectl/completion.ts";
import { asksForHelp, runKubectl } from "#kubectl/run.ts";
import { readLesson } from "#hosts/cli/lesson-files.ts";
import { lessonScenario } from "#lessons/start.ts";
import type { Lesson } from "#protocol/lesson.ts";
import type { Command, Frame } from "#protocol/messages.ts";
import type { Scenario } from "#protocol/scenario.ts";
import { freshScenario } from "#protocol/starter.ts";
import { openLesson } from "./lesson-host.ts";
import { YardSession } from "./session.ts";

const ROOT = fileURLToPath(new URL("../../lessons/testdata/", import.meta.url));
const KEEP = readLesson("90-try/01-keep", ROOT).lesson;
const TWINS = readLesson("90-try/02-twins", ROOT).lesson;

/** A page that does a lesson. */
class Page {
  readonly session = new YardSession({
    output: () => undefined,
    loadKubectl: () => Promise.resolve({ run: runKubectl, asksForHelp, complete }),
    loadLessons: () => Promise.resolve(openLesson),
  });
  readonly frames = new Map<string, Frame>();

  async open(lesson: Lesson, scenario: Scenario = lessonScenario(lesson)): Promise<this> {
    await this.session.perform({ type: "open", scenario, lesson });
    this.look();
    return this;
  }

  /** Lets wall time pass. */
  run(wallMs: number): void {
    for (let passed = 0; passed < wallMs; passed += 50) this.session.advance(50, () => true);
    this.look();
  }

  async do(command: Command): Promise<void> {
    const reply = this.session.perform(command);
    for (let i = 0; i < 20; i++) await Promise.resolve();
    this.look();
    if (command.type !== "kubectl") await reply;
  }

  get frame(): Frame {
    const frame = this.frames.get("a");
    if (!frame?.lesson) throw new Error("there is no lesson in the frame");
    return frame;
  }

  private look(): void {
    for (const frame of this.session.takeFrames()) this.frames.set(frame.world ?? "a", frame);
  }
}

const KILL: Command = { type: "kubectl", session: 1, line: "delete pod {pod[app=web]}" };
const answer = (value: string): Command => ({
  type: "note",
  note: { type: "note", name: "answer", value },
});

describe("a lesson on a page", () => {
  test("begins with its cluster, its files applied, its customers there, and the clock going", async () => {
    const { frame } = await new Page().open(KEEP);
    expect(frame.lesson).toMatchObject({ id: "T01", status: "running", step: 0, inputs: 0 });
    expect(frame.playing).toBe(true);
    expect(frame.traffic[0]?.okPerSecond).toBeGreaterThan(15);
    const pods = frame.ops.flatMap((op) => (op.table === "pods" && op.row ? [op.row] : []));
    expect(pods.map(({ ready, app }) => [ready, app])).toEqual([
      [true, "web"],
      [true, "web"],
      [true, "web"],
    ]);
  });

  test("a question stops the clock before the moment that decides it, and the answer sets it going slowly", async () => {
    const page = await new Page().open(KEEP);
    page.run(1_000);
    await page.do(KILL);
    expect(page.frame.lesson?.predictions[0]).toEqual({
      id: "heal",
      state: "asked",
      guess: "",
      answer: "",
    });
    const { at } = page.frame;
    page.run(2_000);
    await page.do({ type: "play", on: true });
    await page.do({ type: "seek", at: at + 60_000 });
    await page.do({ type: "step", direction: 1 });
    expect([page.frame.at, page.frame.playing, page.frame.past]).toEqual([at, false, false]);
    await page.do(answer("heal itself"));
    expect([page.frame.playing, page.frame.speed]).toEqual([true, 0.25]);
    page.run(1_000);
    expect(page.frame.at).toBe(at + 250);
    page.run(8_000);
    expect(page.frame.lesson?.predictions[0]).toMatchObject({ state: "told", answer: "itself" });
    expect(page.frame.speed).toBe(1);
    expect(page.frame.lesson?.step).toBe(1);
  });

  test("a speed that the learner chooses stays", async () => {
    const page = await new Page().open(KEEP);
    await page.do(KILL);
    await page.do(answer("heal itself"));
    await page.do({ type: "speed", factor: 2 });
    expect(page.frame.speed).toBe(2);
    page.run(500);
    expect(page.frame.at).toBe(1_000);
  });

  test("a speed chosen before the answer stays as well, one that the page set in passing does not", async () => {
    for (const [passing, speed] of [
      [false, 2],
      [true, 0.25],
    ] as const) {
      const page = await new Page().open(KEEP);
      await page.do({ type: "speed", factor: 2, passing });
      await page.do(KILL);
      await page.do(answer("heal itself"));
      expect(page.frame.speed).toBe(speed);
    }
  });

  test("the usual speed, chosen before the answer, does not keep a lesson from going slowly", async () => {
    const page = await new Page().open(KEEP);
    await page.do({ type: "speed", factor: 1 });
    await page.do(KILL);
    await page.do(answer("heal itself"));
    expect(page.frame.speed).toBe(0.25);
  });

  test("a skipped question is told all the same", async () => {
    const page = await new Page().open(KEEP);
    await page.do(KILL);
    await page.do(answer("heal"));
    page.run(20_000);
    expect(page.frame.lesson?.predictions[0]).toMatchObject({
      state: "told",
      guess: "",
      answer: "itself",
    });
  });

  test("what the learner does in between changes what is told", async () => {
    const page = await new Page().open(KEEP);
    await page.do(KILL);
    await page.do({ type: "kubectl", session: 2, line: "scale rs web --replicas=2" });
    await page.do(answer("heal itself"));
    await page.do({ type: "seek", at: 70_000 });
    expect(page.frame.lesson?.predictions[0]).toMatchObject({ state: "told", answer: "nobody" });
  });

  test("going back takes the question back, undo asks it again", async () => {
    const page = await new Page().open(KEEP);
    page.run(2_000);
    await page.do(KILL);
    await page.do(answer("heal nobody"));
    page.run(9_000);
    const told = page.frame.lesson;
    await page.do({ type: "seek", at: 500 });
    expect(page.frame.lesson?.predictions[0]?.state).toBe("waiting");
    expect(page.frame.lesson?.inputs).toBe(0);
    await page.do({ type: "seek", at: 6_000 });
    expect(page.frame.lesson).toEqual(told);
    await page.do({ type: "undo" });
    expect(page.frame.lesson?.predictions[0]?.state).toBe("waiting");
    await page.do(KILL);
    expect(page.frame.lesson?.predictions[0]?.state).toBe("asked");
  });

  test("looking at something in the past grows no branch", async () => {
    const page = await new Page().open(KEEP);
    page.run(3_000);
    await page.do({ type: "seek", at: 1_000 });
    await page.do({
      type: "note",
      note: { type: "note", name: "select", value: "node/worker-1" },
    });
    expect(page.frame.branches).toHaveLength(1);
  });

  test("what happens by itself is no input, and stands among the faults", async () => {
    const page = await new Page().open(KEEP);
    await page.do({ type: "seek", at: 50_500 });
    expect(page.frame.inputs).toEqual([]);
    expect(page.frame.lesson?.inputs).toBe(0);
    const marks = page.frame.marks.filter(({ lane }) => lane === "faults");
    expect(marks.map(({ at, verb }) => [at, verb])).toEqual([[50_000, "fault"]]);
  });

  test("is the same when it comes out of a link", async () => {
    const page = await new Page().open(KEEP);
    page.run(1_000);
    await page.do(KILL);
    await page.do(answer("heal itself"));
    await page.do({ type: "seek", at: 60_000 });
    const saved = (await page.session.perform({ type: "save" })) as Scenario;
    const other = await new Page().open(KEEP, JSON.parse(JSON.stringify(saved)) as Scenario);
    expect(other.frame.lesson).toEqual(page.frame.lesson);
    expect(other.frame.revision).toBe(page.frame.revision);
  });
});

describe("two worlds under one clock", () => {
  const killIn = (world: "a" | "b"): Command => ({ ...KILL, world });

  test("have frames of their own with one row of numbers", async () => {
    const page = await new Page().open(TWINS);
    page.run(1_000);
    const [a, b] = [page.frames.get("a"), page.frames.get("b")];
    expect(b?.at).toBe(a?.at);
    expect(b?.seq).toBe((a?.seq ?? 0) + 1);
    expect(b?.lesson).toBeUndefined();
    expect(a?.traffic[0]).toEqual({ ...b?.traffic[0], service: a?.traffic[0]?.service });
  });

  test("a command goes to the world it names, and all of time goes for both", async () => {
    const page = await new Page().open(TWINS);
    page.run(1_000);
    await page.do(killIn("b"));
    page.run(2_000);
    const [a, b] = [page.frames.get("a"), page.frames.get("b")];
    expect([a?.inputs.length, b?.inputs.length]).toEqual([0, 1]);
    expect(page.frame.lesson?.inputs).toBe(1);
    await page.do({ type: "seek", at: 500 });
    expect([page.frames.get("a")?.at, page.frames.get("b")?.at]).toEqual([500, 500]);
    await page.do(killIn("a"));
    expect(page.frame.branches).toHaveLength(2);
    await page.do({ type: "seek", at: 2_000 });
    expect(page.frames.get("b")?.inputs).toEqual([]);
    const undone = await page.session.perform({ type: "undo" });
    expect(undone).toMatchObject({ at: 500 });
  });

  test("a question about both is decided in both", async () => {
    const page = await new Page().open(TWINS);
    await page.do(killIn("a"));
    await page.do(killIn("b"));
    page.run(500);
    await page.do(answer("which b"));
    await page.do({ type: "seek", at: 40_000 });
    expect(page.frame.lesson?.predictions[0]).toMatchObject({ state: "told", answer: "b" });
    expect(page.frame.lesson?.status).toBe("solved");
  });
});

test("a lesson is shown at once, also when the cluster before it was shown again while the lesson was being fetched", async () => {
  let arrive: (() => void) | undefined;
  const fetched = new Promise<void>((resolve) => (arrive = resolve));
  const session = new YardSession({
    output: () => undefined,
    loadKubectl: () => Promise.resolve({ run: runKubectl, asksForHelp, complete }),
    loadLessons: () => fetched.then(() => openLesson),
  });
  await session.warm();
  await session.perform({ type: "open", scenario: { ...freshScenario("shop"), playing: false } });
  const opening = session.perform({ type: "open", scenario: lessonScenario(KEEP), lesson: KEEP });
  await Promise.resolve();
  expect(session.takeFrames()).toHaveLength(1);
  arrive?.();
  await opening;
  expect(session.takeFrames()[0]?.lesson?.id).toBe(KEEP.definition.id);
});
