import { createContext, useContext } from "react";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Engine, StartEngine } from "#app/engine/engine.ts";
import type { Scenario, ScenarioView } from "#protocol/scenario.ts";
import { applyFrame, EMPTY_CLUSTER } from "./apply-frame.ts";
import { recordSample, type History } from "./history.ts";
import type { Yard } from "./hooks.ts";
import { TerminalLog } from "./terminal-log.ts";
import type { Language, PageSlice, Theme, YardState } from "./yard-state.ts";

/** kubectl session of what the person types; each command of the page has one of its own, from the next number on. */
export const TYPED_SESSION = 1;

/** What a command of the page did. */
export interface Captured {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

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
  readonly history: StoreApi<History>;
  /** Like runKubectl, and also tells what it printed. */
  runCaptured(line: string, options?: { readonly stdin?: string; readonly echo?: boolean }): Promise<Captured>;
  /** Replaces the cluster and the page's part of the scenario. */
  open(scenario: Scenario): Promise<void>;
  /** The scenario as it stands now, the page's part included. */
  scenario(): Promise<Scenario>;
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
}

/** Opens a world: its store, its engine, and the messages between the two. */
export function createYard(
  scenario: Scenario,
  preferences: Preferences,
  startEngine: StartEngine,
  listeners: WorldListeners,
): World {
  const store = createStore<YardState>(() => ({ ...EMPTY_CLUSTER, ...pageOf(scenario, preferences) }));
  const history = createStore<History>(() => ({}));
  const terminal = new TerminalLog();
  const withPage = (saved: Scenario): Scenario => ({ ...saved, files: store.getState().files, view: viewOf(store.getState()) });
  const captures = new Map<number, { stdout: string; stderr: string }>();
  const engine: Engine = startEngine(scenario, {
    onFrame(frame) {
      store.setState(applyFrame(store.getState(), frame, performance.now()));
      history.setState(recordSample(history.getState(), store.getState()), true);
    },
    onOutput(session, stream, text) {
      terminal.write({ kind: stream, text });
      const capture = captures.get(session);
      if (capture) capture[stream] += text;
    },
    onSaved: (saved) => listeners.onSaved(withPage(saved)),
    onLost() {
      store.setState({ connection: "recovering" });
      listeners.onLost();
    },
    onRecovered: (from) => listeners.onRecovered(from.at),
    onGivenUp: (message) => listeners.onGivenUp(message),
  });
  let session = TYPED_SESSION;
  const runCaptured: World["runCaptured"] = async (line, { stdin, echo = true } = {}) => {
    session += 1;
    const mine = session;
    const capture = { stdout: "", stderr: "" };
    captures.set(mine, capture);
    if (echo) terminal.write({ kind: "echo", text: `kubectl ${line}` });
    try {
      const { files } = store.getState();
      const { exitCode } = await engine.send({ type: "kubectl", session: mine, line, files, ...(stdin !== undefined && { stdin }) });
      return { exitCode, ...capture };
    } catch (error) {
      const message = `${error instanceof Error ? error.message : String(error)}\n`;
      terminal.write({ kind: "stderr", text: message });
      return { exitCode: 1, stdout: capture.stdout, stderr: capture.stderr + message };
    } finally {
      captures.delete(mine);
    }
  };
  return {
    store,
    history,
    terminal,
    send: engine.send,
    runKubectl: async (line, options) => (await runCaptured(line, options)).exitCode,
    runCaptured,
    setPage: (change) => store.setState(change),
    async open(next) {
      await engine.open(next);
      const { language, theme, reducedMotion } = store.getState();
      store.setState(pageOf(next, { language, theme, reducedMotion }));
      history.setState({}, true);
    },
    scenario: async () => withPage(await engine.send({ type: "save" })),
    close: () => engine.close(),
  };
}

function pageOf(scenario: Scenario, preferences: Preferences): PageSlice {
  const { view } = scenario;
  return {
    language: view.language ?? preferences.language,
    theme: view.theme ?? preferences.theme,
    reducedMotion: preferences.reducedMotion,
    selection: selectionOf(view.selection),
    listView: false,
    present: view.present ?? false,
    files: scenario.files,
    openFile: scenario.files[0]?.name ?? "",
    caption: "",
  };
}

function viewOf(state: YardState): ScenarioView {
  const { language, theme, selection, present } = state;
  const key = selection && [selection.kind, selection.namespace, selection.name, selection.id].join("/");
  return { language, theme, present, ...(key && { selection: key }) };
}

const SELECTABLE = ["Pod", "Node", "Deployment", "ReplicaSet", "Service", "Etcd", "Mark"] as const;

function selectionOf(key: string | undefined): PageSlice["selection"] {
  const [kindText, namespace, name, id] = (key ?? "").split("/");
  const kind = SELECTABLE.find((known) => known === kindText);
  if (!kind || namespace === undefined || name === undefined || id === undefined) return null;
  return { kind, namespace, name, id };
}
