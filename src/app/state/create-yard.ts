import { createContext, useContext } from "react";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Engine, StartEngine } from "#app/engine/engine.ts";
import type { Lesson } from "#protocol/lesson.ts";
import type { Scenario, ScenarioView } from "#protocol/scenario.ts";
import { applyFrame, EMPTY_CLUSTER } from "./apply-frame.ts";
import type { Yard } from "./hooks.ts";
import { guarded } from "./read-only.ts";
import { hasTexts, loadTexts, textOf } from "#app/i18n/text.ts";
import { PageCommands, type Captured, type CommandOptions } from "./page-commands.ts";
import { TerminalLog } from "./terminal-log.ts";
import { createTwin } from "./twin.ts";
import type { Language, PageSlice, Theme, YardState } from "./yard-state.ts";

/** How a world tells the page what it should say or keep. */
export interface WorldListeners {
  onSaved(scenario: Scenario): void;
  onLost(): void;
  onRecovered(at: number): void;
  onGivenUp(message: string): void;
}

/** A world as its owner sees it: the handle that components get, and what only the page may do. */
export interface World extends Yard {
  readonly terminal: TerminalLog;
  /** Like runKubectl, and also tells what it printed. */
  runCaptured(line: string, options?: CommandOptions): Promise<Captured>;
  /** The second cluster under the same clock; its picture is empty while the scenario has only one. Null for the second itself. */
  readonly twin: World | null;
  /** Replaces the cluster and the page's part of the scenario. */
  open(scenario: Scenario, lesson?: Lesson): Promise<void>;
  /** The scenario as it stands now, the page's part included; or that of another branch at this moment. */
  scenario(branch?: string): Promise<Scenario>;
  close(): void;
}

export const WorldContext = createContext<World | null>(null);

/** The world of the page, with its terminal and curves. */
export function useWorld(): World {
  const world = useContext(WorldContext);
  if (!world) throw new Error("no WorldContext above this component");
  return world;
}

/** How the page should look when the scenario does not say. */
export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  readonly reducedMotion: boolean;
  readonly readOnly?: boolean;
}

/** Opens a world: its store, its engine, and the messages between the two. */
export function createYard(
  scenario: Scenario,
  preferences: Preferences,
  startEngine: StartEngine,
  listeners: WorldListeners,
): World {
  const store = createStore<YardState>(() => ({
    ...EMPTY_CLUSTER,
    ...pageOf(scenario, preferences),
  }));
  const terminal = new TerminalLog();
  const withPage = (saved: Scenario): Scenario => ({
    ...saved,
    files: store.getState().files,
    view: viewOf(store.getState()),
  });
  const commands = new PageCommands(terminal);
  const engine: Engine = startEngine(scenario, {
    onFrame(frame) {
      const shown = frame.world === "b" ? twin.store : store;
      shown.setState(applyFrame(shown.getState(), frame, performance.now()));
    },
    onOutput(session, stream, text) {
      terminal.write({ kind: stream, text });
      commands.take(session, stream, text);
    },
    onSaved: (saved) => listeners.onSaved(withPage(saved)),
    onLost() {
      store.setState({ connection: "recovering" });
      listeners.onLost();
    },
    onRecovered: (from) => listeners.onRecovered(from.at),
    onGivenUp: (message) => listeners.onGivenUp(message),
  });
  const send = guarded(engine.send, () => {
    const { readOnly, language } = store.getState();
    return readOnly ? textOf(language, "shell.readOnly") : null;
  });
  const twin = createTwin({ store, terminal, commands, send });
  return {
    store,
    terminal,
    send,
    runKubectl: async (line, options) =>
      (await commands.run(send, store.getState().files, line, options)).exitCode,
    runCaptured: (line, options) => commands.run(send, store.getState().files, line, options),
    setPage: (change) => changePage(store, change),
    twin,
    async open(next, lesson) {
      await Promise.all([engine.open(next, lesson), loadTexts(languageOf(next, store.getState()))]);
      store.setState(pageOf(next, store.getState()));
      if (next.second === undefined) twin.store.setState(EMPTY_CLUSTER);
    },
    scenario: async (branch) =>
      withPage(await engine.send({ type: "save", ...(branch !== undefined && { branch }) })),
    close: () => engine.close(),
  };
}

/** Changes what the person has chosen; another language only when its texts are here. */
function changePage(store: StoreApi<YardState>, { language, ...change }: Partial<PageSlice>): void {
  store.setState(change);
  if (language === undefined) return;
  const speak = () => store.setState({ language });
  if (hasTexts(language)) speak();
  // Without its texts the page goes on in the language it has.
  else void loadTexts(language).then(speak, () => undefined);
}

/** The language in which a scenario is shown. */
export function languageOf(
  { view }: Scenario,
  { language }: Pick<Preferences, "language">,
): Language {
  return view.language ?? language;
}

function pageOf(scenario: Scenario, preferences: Preferences): PageSlice {
  const { view } = scenario;
  return {
    language: languageOf(scenario, preferences),
    theme: view.theme ?? preferences.theme,
    reducedMotion: preferences.reducedMotion,
    selection: selectionOf(view.selection),
    listView: false,
    present: view.present ?? false,
    zoom: 0,
    colourBy: "state",
    messages: false,
    readOnly: preferences.readOnly ?? false,
    files: scenario.files,
    openFile: scenario.files[0]?.name ?? "",
    pointedAt: "",
    editorPoint: null,
    caption: "",
  };
}

function viewOf(state: YardState): ScenarioView {
  const { language, theme, selection, present } = state;
  const key =
    selection && [selection.kind, selection.namespace, selection.name, selection.id].join("/");
  return { language, theme, present, ...(key && { selection: key }) };
}

const SELECTABLE = ["Pod", "Node", "Deployment", "ReplicaSet", "Service", "Etcd", "Mark"] as const;

function selectionOf(key: string | undefined): PageSlice["selection"] {
  const [kindText, namespace, name, id] = (key ?? "").split("/");
  const kind = SELECTABLE.find((known) => known === kindText);
  if (!kind || namespace === undefined || name === undefined || id === undefined) return null;
  return { kind, namespace, name, id };
}
