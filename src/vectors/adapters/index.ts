import type { VectorAdapter } from "../adapter.ts";
import { kindsAdapters } from "./kinds.ts";
import { kubectlAdapters } from "./kubectl.ts";
import { kubeletAdapters } from "./kubelet.ts";
import { schedulerAdapters } from "./scheduler.ts";
import { controllersAdapters } from "./controllers.ts";
import { apiAdapters } from "./api.ts";

/** Every adapter, by topic file in this folder. */
export const adapters: readonly VectorAdapter[] = [
  ...kubeletAdapters,
  ...kindsAdapters,
  ...kubectlAdapters,
  ...schedulerAdapters,
  ...apiAdapters,
  ...controllersAdapters,
];
