import type { StoreApi } from "zustand/vanilla";
import type { Lesson, LessonLanguage } from "#protocol/lesson.ts";
import type { PlanAmendment } from "#protocol/plan.ts";
import type { Scenario, WorldId } from "#protocol/scenario.ts";
import { Reader } from "./panels/lesson/lesson-gate.tsx";
import { pictureOf, preparePicture } from "./panels/lesson/picture-gate.tsx";
import { isEmbedded } from "./state/address-query.ts";
import type { LessonSession } from "./state/session.ts";
import type { OpenLesson, ShellState } from "./state/shell-state.ts";
import type { World } from "./state/create-yard.ts";
import type { Selection, YardState } from "./state/yard-state.ts";

interface LessonSessionPorts {
  readonly world: World;
  readonly shell: StoreApi<ShellState>;
  /** Puts the own session back that stood there before the lesson. */
  restore(): Promise<void>;
}

/** What the page can do with lessons. Everything they need is loaded when the first one is opened. */
export function lessonSession({ world, shell, restore }: LessonSessionPorts): LessonSession {
  const begin = async (
    open: OpenLesson,
    { place, done = 0 }: { readonly place?: Scenario; readonly done?: number } = {},
  ) => {
    const { lessonScenario } = await import("#lessons/start.ts");
    const { present } = world.store.getState();
    const start = lessonScenario(open.lesson);
    // Steps that are done already are done from the very beginning, with the clock at rest.
    const scenario = { ...start, view: { present }, playing: start.playing && done === 0 };
    // What shows it comes while its cluster starts, so that it is there in one piece.
    await Promise.all([
      world.open(place ?? scenario, open.lesson),
      Reader.prepare(),
      preparePicture(pictureOf(open.lesson.definition)),
    ]);
    if (done > 0) await runTo(world, open.lesson, done);
    shell.setState(shownWith(open));
    // A presenter says when it goes on.
    const isPaused = done === 0 && open.lesson.definition.paused === true;
    if (!place && !isPaused && !isEmbedded() && !present)
      await world.send({ type: "play", on: true });
  };
  const session: LessonSession = {
    async openLesson(id, step = 1, amended) {
      const open = await load(id, world.store.getState().language, amended);
      if (!open) return false;
      await begin(open, { done: step - 1 });
      return true;
    },
    async openLessonAt(place) {
      const language = place.view.language ?? world.store.getState().language;
      const open = await load(place.lesson ?? "", language);
      if (open) await begin(open, { place });
      return open !== undefined;
    },
    async restartLesson() {
      const open = shell.getState().lesson;
      if (open) await begin(open);
    },
    async loadLessonLanguage(language) {
      const open = shell.getState().lesson;
      if (open) await loadText(shell, open, language);
    },
    async leaveLesson() {
      shell.setState({
        lesson: null,
        terminalWorld: "a",
        leftTab: "files",
        phoneTab: "yaml",
        dockOpen: true,
      });
      await restore();
    },
  };
  followLesson(world, shell);
  return session;
}

/** All that an open lesson needs; undefined when there is no such lesson. */
async function load(
  id: string,
  language: LessonLanguage,
  amended?: PlanAmendment,
): Promise<OpenLesson | undefined> {
  const { loadLesson, loadLessonText } = await import("./lesson/source.ts");
  const numbers = amended?.numbers;
  const [lesson, text] = await Promise.all([
    loadLesson(id, numbers),
    loadLessonText(id, language, numbers),
  ]);
  if (!lesson || !text) return undefined;
  if (!amended) return { lesson, texts: { [language]: text } };
  const { amendedLesson, amendedText } = await import("#lessons/plan-amend.ts");
  return {
    lesson: amendedLesson(lesson, amended),
    texts: { [language]: amendedText(lesson, text, amended) },
    amended,
  };
}

/** What the page shows when a lesson begins. */
function shownWith(open: OpenLesson): Partial<ShellState> {
  return {
    lesson: open,
    mode: "lesson",
    leftTab: "lesson",
    phoneTab: "lesson",
    guideStep: -1,
    applied: {},
    terminalWorld: worldActedIn(open.lesson),
    dockOpen: !isRoomy(open.lesson),
    dialog: null,
    notice: null,
  };
}

/** The cluster that its first button acts in: there the learner will type as well. */
function worldActedIn({ definition }: Lesson): WorldId {
  return definition.steps.flatMap(({ chips }) => chips)[0]?.world ?? "a";
}

/** Whether its picture needs the room of the dock. */
function isRoomy({ definition }: Lesson): boolean {
  return pictureOf(definition) !== null;
}

/** Does what the solution says up to a step, so that a link can lead into the middle of a lesson. */
async function runTo(world: World, lesson: Lesson, steps: number): Promise<void> {
  const [{ performActs }, { actsOf }] = await Promise.all([
    import("./lesson/perform.ts"),
    import("./lesson/lines.ts"),
  ]);
  const pace = { at: 0 };
  for (const { id } of lesson.definition.steps.slice(0, steps))
    await performActs(world, actsOf(lesson.solution[id] ?? []), { pace });
  // The page hears of it a moment later; a step that needs more time than its lines say is not waited for.
  const isThere = () => (world.store.getState().lesson?.step ?? 0) >= steps;
  for (let look = 0; look < MOST_LOOKS && !isThere(); look += 1)
    await new Promise((done) => window.setTimeout(done, LOOK_EVERY_MS));
}

const LOOK_EVERY_MS = 20;
const MOST_LOOKS = 50;

/** While a lesson is open: what is looked at is told to it, its texts follow the language, and progress is kept. */
function followLesson(world: World, shell: StoreApi<ShellState>): void {
  const tellSelections = (from: World) =>
    from.store.subscribe((state, before) => {
      if (state.selection === before.selection || !state.selection) return;
      if (!shell.getState().lesson) return;
      const value = noteOf(state.selection);
      if (value === undefined) return;
      void from
        .send({ type: "note", note: { type: "note", name: "select", value } })
        .catch(() => undefined);
    });
  tellSelections(world);
  if (world.twin) tellSelections(world.twin);
  world.store.subscribe((state, before) => {
    const open = shell.getState().lesson;
    if (!open) return;
    if (state.language !== before.language) void loadText(shell, open, state.language);
    if (state.lesson !== before.lesson) {
      keepProgress(state);
      tellAddress(state, open.lesson);
    }
  });
  shell.subscribe(({ lesson }, before) => {
    // Its first frame may have come before the page knew of it.
    if (lesson && lesson !== before.lesson) tellAddress(world.store.getState(), lesson.lesson);
    if (!lesson && before.lesson) dropFromAddress();
  });
}

/** `node/worker-1`: as checks name what was looked at. */
function noteOf({ kind, name }: Selection): string | undefined {
  return kind === "Mark" ? undefined : `${kind.toLowerCase()}/${name}`;
}

async function loadText(
  shell: StoreApi<ShellState>,
  open: OpenLesson,
  language: LessonLanguage,
): Promise<void> {
  if (open.texts[language]) return;
  const { loadLessonText } = await import("./lesson/source.ts");
  const { amended } = open;
  const read = await loadLessonText(open.lesson.definition.id, language, amended?.numbers);
  const text =
    read && amended
      ? (await import("#lessons/plan-amend.ts")).amendedText(open.lesson, read, amended)
      : read;
  const now = shell.getState().lesson;
  if (text && now?.lesson === open.lesson)
    shell.setState({ lesson: { ...now, texts: { ...now.texts, [language]: text } } });
}

function keepProgress({ lesson }: YardState): void {
  if (!lesson) return;
  const steps = lesson.steps.filter(({ doneAt }) => doneAt >= 0).length;
  const solved = lesson.status === "solved";
  if (steps === 0) return;
  void import("./lesson/records.ts").then(({ keepRecord }) =>
    keepRecord(lesson.id, { steps, solved, inputs: solved ? lesson.inputs : 0 }),
  );
}

function tellAddress({ lesson }: YardState, { definition }: Lesson): void {
  // A lesson of one's own is known to its link alone.
  if (!lesson || lesson.id !== definition.id || definition.track === "own") return;
  const given = new URLSearchParams(location.search);
  if (given.has("embed")) return;
  given.set("lesson", lesson.id);
  const step = Math.min(lesson.step, definition.steps.length - 1) + 1;
  if (step > 1) given.set("step", String(step));
  else given.delete("step");
  const search = `?${given.toString()}`;
  if (search !== location.search) history.replaceState(null, "", location.pathname + search);
}

function dropFromAddress(): void {
  const given = new URLSearchParams(location.search);
  given.delete("lesson");
  given.delete("step");
  const rest = given.toString();
  history.replaceState(null, "", location.pathname + (rest === "" ? "" : `?${rest}`));
}
