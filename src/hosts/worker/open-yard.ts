import { Cluster } from "#core/cluster/cluster.ts";
import { History } from "#core/cluster/history.ts";
import type { runKubectl } from "#kubectl/run.ts";
import { fillNames } from "#lessons/names.ts";
import type { LessonRun } from "#lessons/run.ts";
import type { Lesson } from "#protocol/lesson.ts";
import type { NoteInput, Scenario, WorldId } from "#protocol/scenario.ts";
import { FrameSource } from "./frames.ts";
import type { KubectlSessions } from "./kubectl-sessions.ts";
import type { openLesson } from "./lesson-host.ts";
import { lessonView } from "./lesson-view.ts";
import { ranNote } from "./ran-note.ts";
import { worldCommands } from "./world-commands.ts";

/** One cluster of a yard with its picture and its running commands. */
export interface OpenWorld {
  readonly id: WorldId;
  readonly cluster: Cluster;
  readonly frames: FrameSource;
  readonly commands: KubectlSessions;
}

/** What a yard is opened with. `run` and `openLesson` are needed for a lesson only. */
export interface YardOrder {
  readonly scenario: Scenario;
  readonly lesson?: Lesson;
  readonly run?: typeof runKubectl;
  readonly openLesson?: typeof openLesson;
}

const INTERRUPTED = 130;

/** What is behind one page: one cluster or two under one history, and the lesson that is done with them. */
export class OpenYard {
  readonly scenario: Scenario;
  readonly history: History;
  readonly lesson: LessonRun | undefined;
  readonly worlds: readonly OpenWorld[];
  /** Namespaces that later commands go to, where one was chosen. */
  readonly namespaces = new Map<WorldId, string>();
  private readonly files: ReadonlyMap<string, string>;

  constructor(order: YardOrder) {
    const { scenario, lesson } = order;
    this.scenario = scenario;
    const opened = open(order);
    this.history = opened.history;
    this.lesson = opened.lesson;
    this.history.seek(scenario.at);
    this.files = new Map(
      [...(lesson?.files ?? []), ...scenario.files].map(({ name, text }) => [name, text]),
    );
    let seq = 0;
    const nextSeq = () => (seq += 1);
    this.worlds = this.history.clusters.map((cluster, place) => {
      const id = worldAt(place);
      return {
        id,
        cluster,
        frames: new FrameSource({
          history: this.history,
          world: id,
          nextSeq,
          progress: () => this.lesson?.progress(),
        }),
        commands: worldCommands(this.history, id),
      };
    });
  }

  world(id: WorldId = "a"): OpenWorld {
    const found = this.worlds.find((world) => world.id === id);
    if (!found) throw new Error(`there is no world ${id}`);
    return found;
  }

  /** Text of a file of the scenario or of the lesson. */
  readFile(name: string): string | undefined {
    return this.files.get(name);
  }

  /** A line of the page with the names a lesson leaves open filled in. */
  fill(line: string, world: WorldId): string {
    return this.lesson ? fillNames(line, lessonView(this.world(world).cluster)) : line;
  }

  /** Virtual time at which the next sleeping command wakes. */
  nextWake(): number {
    return Math.min(
      ...this.worlds.map(({ commands }) => commands.nextWake() ?? Number.POSITIVE_INFINITY),
    );
  }

  poll(): void {
    for (const { commands } of this.worlds) commands.poll();
  }

  interrupt(session?: number): void {
    for (const { commands } of this.worlds) commands.interrupt(session);
  }

  /** The clock jumped: commands that ran do so no more, and the next frames are snapshots. */
  jumped(): void {
    this.interrupt();
    for (const { frames } of this.worlds) frames.reset();
  }

  /** Takes down what the learner did without a request. What is looked at in the past changes nothing. */
  note(note: NoteInput, world: WorldId): void {
    const { history } = this;
    if (history.isPast) return;
    const filled = { ...note, value: this.fill(note.value, world) };
    history.input(filled, { label: "", action: history.startAction(), world });
  }

  /** Takes down that a command ended, for a lesson's checks. */
  ran(line: string, exitCode: number, place: { readonly action: number; readonly world: WorldId }) {
    if (!this.lesson || exitCode === INTERRUPTED || this.history.isPast) return;
    this.history.input(ranNote(`kubectl ${line}`, exitCode), { label: "", ...place });
  }
}

function open({ scenario, lesson, run, openLesson: start }: YardOrder): {
  readonly history: History;
  readonly lesson: LessonRun | undefined;
} {
  const { seed, cluster: spec, second: secondSpec, journal } = scenario;
  if (lesson && run && start) return start({ lesson, journal, run });
  const started = [spec, ...(secondSpec ? [secondSpec] : [])].map((each) => {
    const cluster = new Cluster({ seed, spec: each });
    cluster.boot();
    return cluster;
  });
  const [first, second] = started;
  if (!first) throw new Error("a scenario has a cluster");
  return { history: new History(first, journal, second ? { second } : {}), lesson: undefined };
}

/** The name of a world by its place. */
function worldAt(place: number): WorldId {
  return place === 1 ? "b" : "a";
}
