import { later } from "#app/ui/later.tsx";
import { waiting } from "../waiting.tsx";

/** Two worlds side by side, loaded when first asked for. */
export const CompareGate = later<{ readonly phone: boolean }>(
  () => import("./compare.tsx").then(({ Compare: component }) => component),
  waiting("dock.loading"),
);
