import type { stage as english } from "../en/stage.ts";

/** Korean texts of the stage. */
export const stage = {} satisfies Record<keyof typeof english, string>;
