import type { panels as english } from "../en/panels.ts";

/** Korean texts of the panels. */
export const panels = {} satisfies Record<keyof typeof english, string>;
