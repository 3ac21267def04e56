import type { VectorAdapter } from "../adapter.ts";

/** Every adapter, by topic file in this folder. */
export const adapters: readonly VectorAdapter[] = [];
