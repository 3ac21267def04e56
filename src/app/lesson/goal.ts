import type { PodState } from "#core/view/rows.ts";
import { startWorkerEngine } from "#app/engine/engine.ts";
import { createYard, type World } from "#app/state/create-yard.ts";
import type { Lesson } from "#protocol/lesson.ts";
import type { WorldId } from "#protocol/scenario.ts";
import { actsOf } from "./lines.ts";
import { performActs, worldOf } from "./perform.ts";
import { lessonScenario } from "#lessons/start.ts";

/** One cluster of a solved lesson, in the small. */
export interface GoalWorld {
  readonly id: WorldId;
  readonly figure: "stage" | "pet" | "cattle";
  readonly pods: readonly PodState[];
}

const found = new Map<Lesson, Promise<readonly GoalWorld[]>>();

/** The learner's own cluster comes first: solving it out of sight begins this much later. */
const BEGIN_AFTER_MS = 1500;
const LONGEST_MS = 20_000;

/** The pods of a lesson when its solution has run; found once by each page, in a thread of its own. */
export async function goalOf(lesson: Lesson, stop: AbortSignal): Promise<readonly GoalWorld[]> {
  const known = found.get(lesson);
  if (known) return known;
  await new Promise((done) => window.setTimeout(done, BEGIN_AFTER_MS));
  if (stop.aborted) return [];
  const solving = solve(lesson);
  found.set(lesson, solving);
  return solving;
}

async function solve(lesson: Lesson): Promise<readonly GoalWorld[]> {
  const nothing = () => undefined;
  const world = createYard(
    { ...lessonScenario(lesson), lesson: lesson.definition.id, playing: false },
    { language: "en", theme: "dark", reducedMotion: true },
    startWorkerEngine,
    { onSaved: nothing, onLost: nothing, onRecovered: nothing, onGivenUp: nothing },
  );
  const stop = new AbortController();
  const timer = window.setTimeout(() => stop.abort(), LONGEST_MS);
  try {
    await world.open({ ...lessonScenario(lesson), playing: false }, lesson);
    const pace = { at: 0 };
    for (const { id } of lesson.definition.steps)
      await performActs(world, actsOf(lesson.solution[id] ?? []), { pace, stop: stop.signal });
    await shownUntil(world, (await world.send({ type: "save" })).at, stop.signal);
    return stop.signal.aborted
      ? []
      : lesson.definition.worlds.map((each) => pictureOf(world, each));
  } finally {
    window.clearTimeout(timer);
    world.close();
  }
}

const LOOK_EVERY_MS = 30;

/** Waits until the page has been told of everything up to a moment: the last frames may still be on the way. */
function shownUntil(world: World, at: number, stop: AbortSignal): Promise<void> {
  const worlds = [world, world.twin].filter((each) => each !== null);
  const isShown = () =>
    worlds.every(({ store }) => store.getState().at >= at || store.getState().at === 0);
  return new Promise((done) => {
    const timer = window.setInterval(() => {
      if (!isShown() && !stop.aborted) return;
      window.clearInterval(timer);
      done();
    }, LOOK_EVERY_MS);
  });
}

function pictureOf(
  world: World,
  { id, figure }: Lesson["definition"]["worlds"][number],
): GoalWorld {
  const pods = [...worldOf(world, id).store.getState().pods.values()]
    .filter(({ namespace }) => namespace !== "kube-system")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ state }) => state);
  return { id, figure, pods };
}
