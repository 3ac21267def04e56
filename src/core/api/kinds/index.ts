import type { KindDefinition } from "../define.ts";

/** Every built-in kind, core group first, then by group and kind. */
export const kinds: readonly KindDefinition[] = [];
