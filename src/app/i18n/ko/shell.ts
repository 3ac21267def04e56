import type { shell as english } from "../en/shell.ts";

/** Korean texts of the shell. */
export const shell = {} satisfies Record<keyof typeof english, string>;
