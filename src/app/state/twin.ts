import { createStore, type StoreApi } from "zustand/vanilla";
import type { Command, CommandType } from "#protocol/messages.ts";
import type { World } from "./create-yard.ts";
import type { Send } from "./hooks.ts";
import type { PageCommands } from "./page-commands.ts";
import type { TerminalLog } from "./terminal-log.ts";
import type { YardState } from "./yard-state.ts";

/** Commands that go to one of two clusters; all others are about the one clock of both. */
const TO_ONE_WORLD: ReadonlySet<CommandType> = new Set([
  "note",
  "kubectl",
  "fault",
  "load",
  "read",
  "explain",
]);

/** The same way to the worker, but for the second cluster. */
export function toSecondWorld(send: Send): Send {
  return ((command: Command) =>
    send((TO_ONE_WORLD.has(command.type) ? { ...command, world: "b" } : command) as never)) as Send;
}

interface FirstWorld {
  readonly store: StoreApi<YardState>;
  readonly terminal: TerminalLog;
  readonly commands: PageCommands;
  readonly send: Send;
}

/** The second cluster as a world: its picture is its own; terminal, files and look are the first one's. */
export function createTwin({ store: first, terminal, commands, send }: FirstWorld): World {
  const store = createStore<YardState>(() => first.getState());
  const twinSend = toSecondWorld(send);
  const runCaptured: World["runCaptured"] = (line, options) =>
    commands.run(twinSend, first.getState().files, line, options);
  first.subscribe(({ language, theme, reducedMotion }, before) => {
    if (
      language !== before.language ||
      theme !== before.theme ||
      reducedMotion !== before.reducedMotion
    )
      store.setState({ language, theme, reducedMotion });
  });
  return {
    store,
    terminal,
    send: twinSend,
    runKubectl: async (line, options) => (await runCaptured(line, options)).exitCode,
    runCaptured,
    setPage: (change) => store.setState(change),
    twin: null,
    open: () => Promise.reject(new Error("the first world opens both")),
    scenario: () => Promise.reject(new Error("the first world knows both")),
    close: () => undefined,
  };
}
