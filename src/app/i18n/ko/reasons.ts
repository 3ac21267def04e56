import type { reasons as english } from "../en/reasons.ts";

/** Korean texts of the reasons. */
export const reasons = {} satisfies Record<keyof typeof english, string>;
