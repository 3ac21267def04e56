import { waiting } from "#app/panels/waiting.tsx";
import { later } from "#app/ui/later.tsx";

/** The terminal, loaded when it is first shown. */
export const Terminal = later<{ readonly plain?: boolean }>(
  () => import("./terminal.tsx").then(({ Terminal: component }) => component),
  waiting("dock.loading"),
);
