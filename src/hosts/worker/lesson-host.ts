import { Cluster } from "#core/cluster/cluster.ts";
import type { ScriptedHappening } from "#core/cluster/companion.ts";
import { History } from "#core/cluster/history.ts";
import type { runKubectl } from "#kubectl/run.ts";
import { fillNames } from "#lessons/names.ts";
import { LessonRun } from "#lessons/run.ts";
import type { Lesson, LessonEvent, LessonWorld } from "#protocol/lesson.ts";
import type { JournalEntry } from "#protocol/scenario.ts";
import { lessonView } from "./lesson-view.ts";
import { runScripted } from "./scripted-kubectl.ts";

/** What a lesson is opened with. */
export interface LessonOrder {
  readonly lesson: Lesson;
  readonly journal: readonly JournalEntry[];
  /** kubectl: it applies the files and runs the scripted lines. */
  readonly run: typeof runKubectl;
}

/** An open lesson: its clusters' history and how far the learner is. */
export interface OpenLesson {
  readonly history: History;
  readonly lesson: LessonRun;
}

/** Starts the clusters of a lesson, with its files applied and its customers there, at the moment the learner arrives. */
export function openLesson({ lesson, journal, run }: LessonOrder): OpenLesson {
  const { definition } = lesson;
  const clusters = definition.worlds.map((world) => startWorld(lesson, world, run));
  const [cluster, second] = clusters;
  if (!cluster) throw new Error(`the lesson ${definition.id} has no world`);
  const script = definition.events.map((event): ScriptedHappening => ({
    at: event.at,
    happen: (all) => {
      const target = all[event.world === "b" ? 1 : 0];
      if (target) actScripted(target, event.action, { lesson, run });
    },
  }));
  const history = new History(cluster, journal, { ...(second && { second }), script });
  const progress = new LessonRun(definition, {
    views: viewsOf(clusters),
    foresee: remembering(history),
  });
  history.attach(progress);
  return { history, lesson: progress };
}

function viewsOf(clusters: readonly Cluster[]) {
  const [a, b] = clusters.map(lessonView);
  return { ...(a && { a }), ...(b && { b }) };
}

function startWorld(lesson: Lesson, world: LessonWorld, run: typeof runKubectl): Cluster {
  const { definition } = lesson;
  const cluster = new Cluster({ seed: definition.seed, spec: world.cluster });
  cluster.boot((early) => {
    for (const name of world.apply) {
      const outcome = runScripted(early, `apply -f ${name}`, { run, readFile: readerOf(lesson) });
      if (outcome.exitCode !== 0)
        throw new Error(`the lesson ${definition.id} cannot start: ${outcome.printed.trim()}`);
    }
    for (const { service, ratePerSecond } of world.load)
      early.applyInput({ type: "load", namespace: "default", service, ratePerSecond }, "");
  });
  return cluster;
}

function actScripted(
  cluster: Cluster,
  action: LessonEvent["action"],
  { lesson, run }: { readonly lesson: Lesson; readonly run: typeof runKubectl },
): void {
  const view = lessonView(cluster);
  switch (action.type) {
    case "fault": {
      const fault = { ...action, target: fillNames(action.target, view) };
      const label = `${action.on ? "fault" : "heal"} ${fault.name} ${fault.target}`;
      cluster.applyInput(fault, label, { isScripted: true });
      return;
    }
    case "load": {
      const load = { ...action, namespace: "default" };
      const label = `load default/${action.service} ${action.ratePerSecond}`;
      cluster.applyInput(load, label, { isScripted: true });
      return;
    }
    case "kubectl":
      runScripted(cluster, fillNames(action.line, view), { run, readFile: readerOf(lesson) });
  }
}

function readerOf({ files }: Lesson): (name: string) => string | undefined {
  return (name) => files.find((file) => file.name === name)?.text;
}

/** Looking ahead costs as much as running ahead: what was seen from one moment is seen again. */
function remembering(history: History) {
  const seen = new Map<string, string>();
  return (
    { key, horizonMs }: { readonly key: string; readonly horizonMs: number },
    isOver: (now: number) => boolean,
    result: () => string,
  ): string => {
    const moment = history.clusters.map((cluster) => fingerprint(cluster)).join("/");
    const place = `${key}/${moment}`;
    const known = seen.get(place);
    if (known !== undefined) return known;
    const found = history.foresee({ horizonMs }, isOver, result);
    seen.set(place, found);
    return found;
  };
}

function fingerprint(cluster: Cluster): string {
  const traffic = cluster.traffic().map(({ totalOk, totalFailed }) => `${totalOk}+${totalFailed}`);
  return [cluster.store.state.hash, cluster.happenings, ...traffic, ...cluster.faults()].join(",");
}
