import { fileURLToPath } from "node:url";
import { createServer } from "vite";
import { expect, test } from "vitest";
import { asksForHelp, runKubectl } from "#kubectl/run.ts";
import { complete } from "#kubectl/completion.ts";
import type { Frame } from "#protocol/messages.ts";
import type { Scenario } from "#protocol/scenario.ts";
import { freshScenario } from "#protocol/starter.ts";
import { laterModules, unknownNames } from "../../../vite-plugins/later-modules.ts";
import { openLesson } from "./lesson-host.ts";
import type { LaterModules } from "./rest-of-core.ts";
import { YardSession } from "./session.ts";

const SESSION = fileURLToPath(new URL("./session.ts", import.meta.url));
const LONG_MS = 600_000;
const CRON_JOB = `apiVersion: batch/v1
kind: CronJob
metadata: {name: tick}
spec:
  schedule: "* * * * *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: "busybox:1.37", command: [sh, -c, "echo hi"]}]}}}}
`;

/** Loads the worker's program as it is bundled: the core without the modules that come later. */
async function withSplitSession(
  run: (later: LaterModules, Session: typeof YardSession) => Promise<void>,
): Promise<void> {
  const server = await createServer({
    configFile: false,
    logLevel: "error",
    appType: "custom",
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    plugins: [laterModules()],
  });
  try {
    const { load, takeMissed } = (await server.ssrLoadModule(
      "virtual:later-modules",
    )) as LaterModules;
    const { YardSession: Session } = (await server.ssrLoadModule(SESSION)) as {
      readonly YardSession: typeof YardSession;
    };
    await run({ load, takeMissed }, Session);
  } finally {
    await server.close();
  }
}

/** A page on a session: what it saw, by the frame. */
class Watcher {
  readonly frames: Frame[] = [];
  readonly session: YardSession;
  printed = "";

  constructor(Session: typeof YardSession, later?: LaterModules) {
    this.session = new Session({
      output: (_id, _stream, text) => void (this.printed += text),
      loadKubectl: () => Promise.resolve({ run: runKubectl, asksForHelp, complete }),
      loadLessons: () => Promise.resolve(openLesson),
      ...(later && { later }),
    });
  }

  async begin(): Promise<void> {
    await this.session.perform({ type: "open", scenario: freshScenario("shop") });
    await this.session.perform({ type: "speed", factor: 100 });
    this.look();
  }

  run(virtualMs: number): void {
    for (let done = 0; done < virtualMs; done += 5_000) {
      this.session.advance(50, () => true);
      this.look();
    }
  }

  /** How fast the machine is has no place in a comparison. */
  look(): void {
    this.frames.push(...this.session.takeFrames().map((frame) => ({ ...frame, pace: 0 })));
  }

  async kubectl(line: string, stdin: string): Promise<void> {
    await this.session.perform({ type: "kubectl", session: 1, line, stdin });
    this.look();
  }
}

test("every name on the list of what comes later is there", () => {
  expect(unknownNames()).toEqual([]);
});

test("a first cluster lives for long without the modules that come later, and its history is the same", async () => {
  await withSplitSession(async (later, Session) => {
    let isLoaded = false;
    const load = () => later.load().then(() => void (isLoaded = true));
    const split = new Watcher(Session, { load, takeMissed: later.takeMissed });
    const whole = new Watcher(YardSession);
    for (const each of [split, whole]) {
      await each.begin();
      each.run(LONG_MS);
    }
    expect(isLoaded).toBe(false);
    expect(split.frames).toEqual(whole.frames);

    for (const each of [split, whole]) {
      await each.kubectl("apply -f -", CRON_JOB);
      each.run(180_000);
    }
    expect(isLoaded).toBe(true);
    expect(split.printed).toBe("cronjob.batch/tick created\n");
    expect(split.frames).toEqual(whole.frames);
    expect(split.frames.at(-1)?.at).toBeGreaterThan(LONG_MS);
  });
});

test("a cluster with a past waits for all of them, and what is asked meanwhile waits with it", async () => {
  await withSplitSession(async (later, Session) => {
    let loads = 0;
    const load = () => later.load().then(() => void (loads += 1));
    const whole = new Watcher(YardSession);
    await whole.begin();
    await whole.kubectl("apply -f -", CRON_JOB);
    whole.run(180_000);
    const scenario = (await whole.session.perform({ type: "save" })) as Scenario;

    const split = new Watcher(Session, { load, takeMissed: later.takeMissed });
    const asked = split.session.perform({ type: "open", scenario });
    // Asked for before the rest has come: it waits for its turn.
    const saved = split.session.perform({ type: "save" });
    await asked;
    expect(loads).toBe(1);
    expect(await saved).toEqual(scenario);
    const again = new Watcher(YardSession);
    await again.session.perform({ type: "open", scenario });
    for (const each of [split, again]) each.run(60_000);
    expect(split.frames).toEqual(again.frames);
  });
});

test("a cluster that came to a module that is not here yet stands at the same moment when it is", async () => {
  let asked = 0;
  const takeMissed = () => (asked += 1) === 10;
  const split = new Watcher(YardSession, { load: () => Promise.resolve(), takeMissed });
  const whole = new Watcher(YardSession);
  for (const each of [split, whole]) {
    await each.begin();
    each.run(60_000);
    await each.session.perform({ type: "save" });
    each.look();
    each.run(60_000 - (each.frames.at(-1)?.at ?? 0));
  }
  const [shown, expected] = [split, whole].map(({ frames }) => frames.at(-1));
  expect(shown?.at).toBe(expected?.at);
  expect(shown?.revision).toBe(expected?.revision);
  expect(split.frames.filter(({ reset }) => reset)).toHaveLength(2);
});
