import type { StoreApi } from "zustand/vanilla";
import type { World } from "#app/state/create-yard.ts";
import type { ShellState } from "#app/state/shell-state.ts";
import type { YardState } from "#app/state/yard-state.ts";
import type { TextKey } from "#app/i18n/text.ts";

/** Where an action can reach. */
export interface ActionContext {
  readonly world: World;
  readonly shell: StoreApi<ShellState>;
}

/** One thing a person can do: buttons, keys and the help dialog all read this value. */
export interface Action {
  readonly name: string;
  readonly label: TextKey;
  readonly group: "time" | "cluster" | "view";
  /** Keys as `keyName` writes them, the first one is shown. */
  readonly keys: readonly string[];
  enabled(state: YardState): boolean;
  perform(context: ActionContext): void | Promise<unknown>;
}

/** Checks that the value has the shape of an action. */
export function defineAction(action: Action): Action {
  return action;
}
