import type { ClusterInput } from "#core/cluster/cluster-input.ts";
import type { History } from "#core/cluster/history.ts";
import type { KubectlSessions } from "#hosts/worker/kubectl-sessions.ts";
import { openLesson } from "#hosts/worker/lesson-host.ts";
import { lessonView } from "#hosts/worker/lesson-view.ts";
import { ranNote } from "#hosts/worker/ran-note.ts";
import { worldCommands } from "#hosts/worker/world-commands.ts";
import { runKubectl } from "#kubectl/run.ts";
import { fillNames } from "#lessons/names.ts";
import type { LessonRun } from "#lessons/run.ts";
import type { Lesson } from "#protocol/lesson.ts";
import type { LessonProgress } from "#protocol/lesson-progress.ts";
import type { NoteInput, WorldId } from "#protocol/scenario.ts";
import { durationMs } from "#lessons/duration.ts";

/** What one act printed, and the exit code of a command that has ended. */
export interface ActOutcome {
  readonly printed: string;
  readonly exitCode: number | undefined;
  /** Something is not as the act takes it to be. */
  readonly problem?: string;
}

const COMMAND_LIMIT_MS = 3_600_000;

/** Plays a lesson without a page: does what its solution says, act by act, in virtual time. */
export class LessonPlayer {
  readonly history: History;
  private readonly lesson: LessonRun;
  private readonly files: Map<string, string>;
  private readonly sessions: Readonly<Record<WorldId, KubectlSessions>>;
  private world: WorldId = "a";
  /** Virtual ms of a tick that a question cut short. */
  private owedMs = 0;
  private lastExitCode = 0;

  constructor(lesson: Lesson) {
    const opened = openLesson({ lesson, journal: [], run: runKubectl });
    this.history = opened.history;
    this.lesson = opened.lesson;
    this.files = new Map(lesson.files.map(({ name, text }) => [name, text]));
    this.sessions = { a: worldCommands(this.history, "a"), b: worldCommands(this.history, "b") };
  }

  get progress(): LessonProgress {
    return this.lesson.progress();
  }

  /** Does one act as `solution.txt` spells it: its line, and below it the text of a here-document. */
  perform(act: string): ActOutcome {
    const [first = "", ...rest] = act.split("\n");
    const stdin = rest.length > 0 ? `${rest.slice(0, -1).join("\n")}\n` : "";
    const line = this.fill(first.replace(/<<-?\s*['"]?\w+['"]?\s*$/, "").trim());
    const [word = "", ...words] = line.split(/\s+/);
    const done: ActOutcome = { printed: "", exitCode: undefined };
    switch (word) {
      case "kubectl":
      case "k":
        return this.kubectl(line, stdin);
      case "apply":
        return this.kubectl(`kubectl apply -f ${words[0] ?? ""}`, "");
      case "edit":
        this.files.set(words[0] ?? "", stdin);
        return done;
      case "world":
        this.world = words[0] === "b" ? "b" : "a";
        return done;
      case "tick":
        this.owedMs += durationMs(words[0] ?? "") ?? 0;
        this.runOwed();
        return done;
      case "expect-rc":
        return Number(words[0]) === this.lastExitCode
          ? done
          : { ...done, problem: `exit code ${this.lastExitCode}, expected ${words[0] ?? ""}` };
      default:
        return this.disturb(word, words) ?? { ...done, problem: `not an act: ${line}` };
    }
  }

  private disturb(word: string, words: readonly string[]): ActOutcome | undefined {
    const done: ActOutcome = { printed: "", exitCode: undefined };
    const [first = "", ...rest] = words;
    switch (word) {
      case "fault":
      case "heal": {
        const fault = { type: "fault", name: first, target: rest.join(" "), on: word === "fault" };
        this.input(fault as ClusterInput, `${word} ${words.join(" ")}`);
        return done;
      }
      case "load": {
        const ratePerSecond = Number(rest[0]);
        const load = { type: "load", namespace: "default", service: first, ratePerSecond } as const;
        this.input(load, `load default/${first} ${ratePerSecond}`);
        return done;
      }
      case "note":
        this.note({ type: "note", name: first as NoteInput["name"], value: rest.join(" ") });
        return done;
      case "answer":
      case "skip": {
        const asked = this.progress.predictions.find(({ state }) => state === "asked");
        this.note({ type: "note", name: "answer", value: words.join(" ") });
        if (this.owedMs > 0) this.runOwed();
        return asked?.id === first
          ? done
          : { ...done, problem: `${first} is not asked now; asked is ${asked?.id ?? "nothing"}` };
      }
      default:
        return undefined;
    }
  }

  private kubectl(line: string, stdin: string): ActOutcome {
    const { history, world } = this;
    const cluster = history.worldOf(world);
    const action = { action: history.startAction(), label: line };
    let printed = "";
    let exitCode: number | undefined;
    this.sessions[world].start({
      session: 1,
      action,
      run: runKubectl(line, {
        nowEpochMs: () => cluster.epochMs,
        readFile: (name) => this.files.get(name),
        stdin,
        namespace: "default",
      }),
      print: (_stream, text) => void (printed += text),
      finish: (code) => {
        exitCode = code;
        this.lastExitCode = code;
        history.input(ranNote(line, code), { label: "", action: action.action, world });
      },
    });
    const limit = history.at + COMMAND_LIMIT_MS;
    while (exitCode === undefined && !history.isHeld && history.at < limit)
      this.advance(Math.min(history.nextInstant() ?? limit, limit));
    return { printed, exitCode };
  }

  private runOwed(): void {
    const target = this.history.at + this.owedMs;
    while (this.history.at < target && !this.history.isHeld) this.advance(target);
    this.owedMs = target - this.history.at;
  }

  /** Goes on to a time, or to where a sleeping command wakes before that. */
  private advance(at: number): void {
    const wakes = [this.sessions.a, this.sessions.b].map((each) => each.nextWake() ?? at);
    this.history.runTo(Math.max(this.history.at, Math.min(at, ...wakes)));
    this.sessions.a.poll();
    this.sessions.b.poll();
  }

  private note(note: NoteInput): void {
    this.input(note, "");
  }

  private input(input: ClusterInput, label: string): void {
    const { history, world } = this;
    history.input(input, { label, action: history.startAction(), world });
  }

  private fill(line: string): string {
    return fillNames(line, lessonView(this.history.worldOf(this.world)));
  }
}
