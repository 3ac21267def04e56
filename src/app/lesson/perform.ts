import type { World } from "#app/state/create-yard.ts";
import type { WorldId } from "#protocol/scenario.ts";
import { fillPods } from "./fill.ts";
import type { LessonAct } from "./lines.ts";

/** How waiting is done: a jump runs the clock there at once, `show` lets it be watched. */
export type Pace = Jump | "show";

/** Where the clock has been sent: the page itself hears of it later. */
export interface Jump {
  at: number;
}

/** A wait that is watched takes at most this long. */
const LONGEST_SHOW_MS = 6000;
const LOOK_EVERY_MS = 60;

/** Performs the acts one after the other, as if the learner did them. Stops when `stop` is aborted. */
export async function performActs(
  world: World,
  acts: readonly LessonAct[],
  { pace, stop }: { readonly pace: Pace; readonly stop?: AbortSignal },
): Promise<void> {
  for (const act of acts) {
    if (stop?.aborted) return;
    await performAct(world, act, { pace, ...(stop && { stop }) });
  }
}

async function performAct(
  world: World,
  act: LessonAct,
  { pace, stop }: { readonly pace: Pace; readonly stop?: AbortSignal },
): Promise<void> {
  switch (act.type) {
    case "kubectl": {
      const there = worldOf(world, act.world);
      // After a jump the page is behind: then the worker itself finds the names.
      const line = pace !== "show" ? act.line : fillPods(act.line, there.store.getState());
      const options = act.stdin === undefined ? {} : { stdin: act.stdin };
      await begun(world, there.runKubectl(line, options));
      return;
    }
    case "apply":
      await applyFile(world, act.world, act.file);
      return;
    case "edit":
      setFile(world, act.file, act.text);
      return;
    case "fault":
      await worldOf(world, act.world).send({
        type: "fault",
        name: act.name,
        target: act.target,
        on: act.on,
      });
      return;
    case "load":
      await worldOf(world, act.world).send({
        type: "load",
        namespace: "default",
        service: act.service,
        ratePerSecond: act.rate,
      });
      return;
    case "note":
      await worldOf(world, act.world).send({
        type: "note",
        note: { type: "note", name: act.name, value: act.value },
      });
      return;
    case "tick":
      if (pace === "show") return watch(world, act.ms, stop);
      pace.at += act.ms;
      await world.send({ type: "seek", at: pace.at });
  }
}

/** Waits until a command is over, or until it waits itself: for the clock, which goes on with what comes next, or for an answer. */
async function begun(world: World, command: Promise<unknown>): Promise<void> {
  // The worker takes orders one after the other: when this one is answered, the command has done all that it can do at once.
  await Promise.race([command, world.send({ type: "save" })]);
}

/** The cluster of that name. */
export function worldOf(world: World, id: WorldId): World {
  return id === "b" ? (world.twin ?? world) : world;
}

/** Applies a file of the editor; one that is not open there is opened first, so that it can be read. */
export async function applyFile(world: World, id: WorldId, name: string): Promise<number> {
  const { files, lesson } = world.store.getState();
  if (!files.some((file) => file.name === name) && lesson) return 1;
  world.setPage({ openFile: name });
  return worldOf(world, id).runKubectl(`apply -f ${name}`);
}

/** Gives a file of the editor this text, and opens it. */
export function setFile(world: World, name: string, text: string): void {
  const { files } = world.store.getState();
  const isThere = files.some((file) => file.name === name);
  world.setPage({
    files: isThere
      ? files.map((file) => (file.name === name ? { name, text } : file))
      : [...files, { name, text }],
    openFile: name,
  });
}

/** Lets the clock run until so much time has gone by, faster when that is long. A question of the lesson stops it. */
async function watch(world: World, ms: number, stop: AbortSignal | undefined): Promise<void> {
  const { at, speed } = world.store.getState();
  const until = at + ms;
  const factor = ms <= LONGEST_SHOW_MS ? 1 : ms / LONGEST_SHOW_MS;
  if (factor !== speed) await world.send({ type: "speed", factor, passing: true });
  await world.send({ type: "play", on: true });
  await new Promise<void>((done) => {
    const timer = window.setInterval(() => {
      const state = world.store.getState();
      const isAsked = state.lesson?.predictions.some((one) => one.state === "asked") ?? false;
      if (state.at < until && !isAsked && stop?.aborted !== true) return;
      window.clearInterval(timer);
      done();
    }, LOOK_EVERY_MS);
  });
  if (factor !== speed) await world.send({ type: "speed", factor: speed, passing: true });
}
