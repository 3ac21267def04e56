import type { VectorAdapter } from "../adapter.ts";
import { apiAdapters } from "./api.ts";

/** Every adapter, by topic file in this folder. */
export const adapters: readonly VectorAdapter[] = [...apiAdapters];
