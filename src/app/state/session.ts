import { createContext, useContext } from "react";
import type { Scenario } from "#protocol/scenario.ts";

/** What only the whole page can do: replace what it shows. */
export interface Session {
  startAnew(preset: "shop" | "empty"): Promise<void>;
  /** Opens a decoded scenario, or says why it cannot. */
  openScenario(scenario: Scenario): Promise<void>;
}

export const SessionContext = createContext<Session | null>(null);

/** The page's session. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("no SessionContext above this component");
  return session;
}
