import type { StoreApi } from "zustand/vanilla";
import type { Scenario } from "#protocol/scenario.ts";
import { startLateEngine, startWorkerEngine } from "./engine/engine.ts";
import { firstFrameOf } from "./engine/first-frame.ts";
import { publishPage } from "./engine/test-hook.ts";
import { loadTexts, textOf, type TextKey, type TextValues } from "./i18n/text.ts";
import { lessonSession } from "./lesson-session.ts";
import { planSession } from "./plan-session.ts";
import { asAsked, followInAddress, isOwnShow, showAsked } from "./address.ts";
import { isEmbedded, readAddressQuery, type AddressQuery } from "./state/address-query.ts";
import { foreseen } from "./state/apply-frame.ts";
import { Autosave, type FirstScenario } from "./state/autosave.ts";
import { createYard, languageOf, type Preferences, type World } from "./state/create-yard.ts";
import type { Session } from "./state/session.ts";
import {
  createShell,
  readStored,
  writeStored,
  type Notice,
  type ShellState,
} from "./state/shell-state.ts";
import { freshScenario, starterFiles } from "#protocol/starter.ts";
import { clockText } from "./ui/clock.ts";
import { whenIdle } from "./ui/when-idle.ts";

const PREFERENCES_KEY = "podyard.look";
const APPLIED_KEY = "podyard.applied";

/** Everything that exists once on the page. */
export interface StartedPage {
  readonly world: World;
  readonly shell: StoreApi<ShellState>;
  readonly session: Session;
}

/** Finds out what to show (a link, the last session, or a fresh shop) and starts its cluster. */
export async function startPage(): Promise<StartedPage> {
  const asked = readAddressQuery(location.search);
  const shell = createShell();
  const preferences = readPreferences();
  const autosave = new Autosave();
  const found = await autosave.first({ isShow: isOwnShow(asked.query) });
  const isOwn = found.from === "autosave" || (found.from === "broken-link" && found.isOwn);
  const first = asAsked(isOwn ? withLook(found, preferences) : found, asked.query);
  // A place in a lesson means nothing without the lesson, which is loaded in a moment.
  const place = first.scenario.lesson === undefined ? undefined : first.scenario;
  const picture = isOwnShow(asked.query) ? undefined : firstFrameOf(first.scenario);
  const texts = loadTexts(languageOf(first.scenario, preferences));
  const notify: Notify = (tone, key, values = {}) =>
    void texts.then(() =>
      shell.setState({
        notice: { tone, text: textOf(world.store.getState().language, key, values) },
      }),
    );
  const world: World = createYard(
    place ? freshScenario("shop") : first.scenario,
    preferences,
    picture ? startLateEngine : startWorkerEngine,
    {
      onSaved: (scenario) => isEmbedded() || autosave.keep(scenario),
      onLost: () => notify("warning", "shell.lost"),
      onRecovered: (at) => notify("warning", "shell.recovered", { at: clockText(at) }),
      onGivenUp: (message) => notify("failing", "shell.givenUp", { message }),
    },
  );
  if (picture) world.store.setState(foreseen(picture, performance.now()));
  document.documentElement.dataset["theme"] = world.store.getState().theme;
  // The thread of the cluster is on its way meanwhile.
  await texts;
  shell.setState({
    applied: { ...appliedAtStart(first.scenario), ...(isOwn && keptApplied()) },
  });
  shell.subscribe(
    ({ applied }, before) =>
      applied !== before.applied && writeStored(APPLIED_KEY, JSON.stringify(applied)),
  );
  if (!place) greet(first, isOwn, notify);
  if (first.from !== "fresh" || isOwnShow(asked.query)) shell.setState({ guideStep: -1 });
  if (asked.query.follow) shell.setState({ isFollowing: true, mode: "lesson" });
  keepLook(world);
  world.terminal.write({
    kind: "note",
    text: textOf(world.store.getState().language, "terminal.greeting"),
  });
  const [problem] = asked.problems;
  if (problem) notify("warning", "shell.query", { ...problem });
  followInAddress(world);
  void showAsked(world, asked.query, autosave);
  publishPage(world);
  const session = openSession({ world, shell, autosave, notify });
  openAsked({ session, shell, autosave, notify }, asked.query, place);
  registerServiceWorker(world);
  // For the browser journeys: the same door that the buttons use, and a way to stop the thread in mid-run.
  Object.assign(window, { podyard: { send: world.send, state: () => world.store.getState() } });
  return { world, shell, session };
}

/** Opens the lesson that the address asks for: by its link, by a place in it, or by its name. */
function openAsked(
  {
    session,
    shell,
    autosave,
    notify,
  }: Omit<StartedPage, "world"> & { readonly autosave: Autosave; readonly notify: Notify },
  { lesson, step, plan }: AddressQuery,
  place: Scenario | undefined,
): void {
  const openLink = async () => {
    if (!location.hash.startsWith("#l1.")) return;
    const { takeLink } = await import("./lesson/own-lessons.ts");
    const taken = await takeLink(location.hash.slice(1));
    if (taken.ok) await session.openLesson(taken.id);
    else notify("failing", "builder.refused", { problem: taken.problems[0] ?? "" });
  };
  window.addEventListener("hashchange", () => void openLink());
  void openLink();
  if (place) {
    // The shop that stands there until then is nobody's session.
    autosave.look(freshScenario("shop"));
    void session.openScenario(place);
  } else if (lesson !== undefined) {
    shell.setState({ mode: "lesson" });
    void session.openLesson(lesson, step).then((isOpen) => {
      if (!isOpen) notify("warning", "lesson.unknown", { id: lesson });
    });
  } else if (plan !== undefined) {
    shell.setState({ mode: "lesson" });
    void session.openPlan(plan).then((isOpen) => {
      if (!isOpen) notify("warning", "plan.unknown", { id: plan });
    });
  }
}

/** What the whole page can do; from now on a link that is put into the address is opened. */
function openSession({
  world,
  shell,
  autosave,
  notify,
}: Omit<StartedPage, "session"> & {
  readonly autosave: Autosave;
  readonly notify: Notify;
}): Session {
  const openPlace = async (place: Scenario) => {
    const isOpen = await lessons.openLessonAt(place);
    if (isOpen) return notify("info", "shell.opened", { at: clockText(place.at) });
    shell.setState({ lesson: null, mode: "lesson", guideStep: -1 });
    notify("failing", "lesson.missing", { id: place.lesson ?? "" });
  };
  const openScenario = async (scenario: Scenario) => {
    if (scenario.lesson !== undefined) return openPlace(scenario);
    await world.open(scenario);
    shell.setState({
      lesson: null,
      mode: "sandbox",
      guideStep: -1,
      applied: appliedAtStart(scenario),
    });
    notify("info", "shell.opened", { at: clockText(scenario.at) });
  };
  const reopen = async (read: NonNullable<Awaited<ReturnType<Autosave["readAddress"]>>>) => {
    if (read.from === "link") {
      await openScenario(read.scenario);
      if (read.scenario.lesson === undefined) autosave.look(read.scenario);
    } else notify("failing", "share.problem", { message: read.message });
  };
  window.addEventListener(
    "hashchange",
    () => void autosave.readAddress().then((read) => read && reopen(read)),
  );
  const lessons = lessonSession({
    world,
    shell,
    async restore() {
      const scenario = await autosave.kept();
      await world.open(scenario);
      shell.setState({ applied: { ...appliedAtStart(scenario), ...keptApplied() } });
      await world.send({ type: "play", on: scenario.playing });
    },
  });
  return {
    ...lessons,
    ...planSession({ world, shell, lessons }),
    async startAnew(preset) {
      autosave.own();
      await openScenario(freshScenario(preset));
      await world.send({ type: "play", on: true });
    },
    async openScenario(scenario) {
      if (scenario.lesson === undefined) autosave.own();
      await openScenario(scenario);
    },
  };
}

type Notify = (tone: Notice["tone"], key: TextKey, values?: TextValues) => void;

/** Says what came of the link in the address. */
function greet(first: FirstScenario, isOwn: boolean, notify: Notify): void {
  if (first.from === "broken-link")
    notify("failing", isOwn ? "shell.linkBrokenKept" : "shell.linkBroken", {
      message: first.message,
    });
  if (first.from === "link") notify("info", "shell.opened", { at: clockText(first.scenario.at) });
}

/** The shop begins as its file says; a file whose `apply` is in the journal is taken to have been applied as it stands. */
function appliedAtStart({ cluster, journal, files }: Scenario): ShellState["applied"] {
  const running = cluster.preset === "shop" ? starterFiles("shop").slice(0, 1) : [];
  const start = running.map(({ name, text }) => [name, { text, at: 0 }] as const);
  const later = files.flatMap(({ name, text }) => {
    const entry = [...journal].reverse().find(({ label }) => label.endsWith(`apply -f ${name}`));
    return entry ? [[name, { text, at: entry.at }] as const] : [];
  });
  return Object.fromEntries([...start, ...later]);
}

function keptApplied(): ShellState["applied"] {
  try {
    const kept = JSON.parse(readStored(APPLIED_KEY) ?? "{}") as Record<
      string,
      { text?: unknown; at?: unknown }
    >;
    const sound = Object.entries(kept).flatMap(([name, { text, at }]) =>
      typeof text === "string" && typeof at === "number" ? [[name, { text, at }] as const] : [],
    );
    return Object.fromEntries(sound);
  } catch {
    return {};
  }
}

/** Word of the kept look for less motion. */
const STILL = "still";

function prefersStill(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function readPreferences(): Preferences {
  const [language, theme, motion] = (readStored(PREFERENCES_KEY) ?? "").split(" ");
  const fits = window.matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
  return {
    language:
      language === "ko" || language === "en"
        ? language
        : navigator.language.startsWith("ko")
          ? "ko"
          : "en",
    theme: theme === "dark" || theme === "light" || theme === "projector" ? theme : fits,
    reducedMotion: motion === STILL || prefersStill(),
  };
}

/** Of the own session the look is kept apart, and sooner: what was chosen last holds. */
function withLook<Found extends FirstScenario>(found: Found, look: Preferences): Found {
  const { language, theme } = look;
  const { scenario } = found;
  return { ...found, scenario: { ...scenario, view: { ...scenario.view, language, theme } } };
}

function keepLook(world: World): void {
  world.store.subscribe(({ language, theme, reducedMotion }, before) => {
    // Before anything draws: canvas, terminal and editor read the colours of the root element.
    document.documentElement.dataset["theme"] = theme;
    if (
      language === before.language &&
      theme === before.theme &&
      reducedMotion === before.reducedMotion
    )
      return;
    // What the system wishes is asked of it each time.
    const motion = reducedMotion && !prefersStill() ? ` ${STILL}` : "";
    writeStored(PREFERENCES_KEY, `${language} ${theme}${motion}`);
  });
}

/** It keeps the whole page for a time without a network. That is much to fetch: not before the cluster lives, and not for whoever saves data. */
function registerServiceWorker({ store }: World): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator) || isEmbedded()) return;
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
  if (connection?.saveData) return;
  const register = () =>
    void navigator.serviceWorker.register("./service-worker.js").catch(() => undefined);
  const stop = store.subscribe((state) => {
    if (state.connection !== "live") return;
    stop();
    whenIdle(register);
  });
}
