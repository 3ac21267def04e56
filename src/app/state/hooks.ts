import { createContext, useContext, useMemo } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import { textOf, type TextKey, type TextValues } from "#app/i18n/text.ts";
import type { Command, CommandType, Replies } from "#protocol/messages.ts";
import type { PageSlice, YardState } from "./yard-state.ts";

/** Sends a command to the worker of this world and waits for its reply; rejects with an Error when the worker refuses. */
export type Send = <Type extends CommandType>(
  command: Extract<Command, { type: Type }>,
) => Promise<Replies[Type]>;

/** One world: its store and the way to its worker. Provided once for the page, twice in Compare. */
export interface Yard {
  readonly store: StoreApi<YardState>;
  readonly send: Send;
  /** Runs a kubectl line as if typed, echoing it in the terminal as done by the page; resolves with the exit code. */
  runKubectl(line: string, options?: { stdin?: string; echo?: boolean }): Promise<number>;
  /** Changes what the person has chosen about the page. */
  setPage(change: Partial<PageSlice>): void;
}

export const YardContext = createContext<Yard | null>(null);

/** The world this component stands in. */
export function useYardHandle(): Yard {
  const yard = useContext(YardContext);
  if (!yard) throw new Error("no YardContext above this component");
  return yard;
}

/** Selects from the state of this world; re-renders when the selected value changes. */
export function useYard<T>(select: (state: YardState) => T): T {
  return useStore(useYardHandle().store, select);
}

/** The texts of the page's language. */
export function useText(): (key: TextKey, values?: TextValues) => string {
  const language = useYard((state) => state.language);
  return useMemo(
    () => (key: TextKey, values?: TextValues) => textOf(language, key, values),
    [language],
  );
}
