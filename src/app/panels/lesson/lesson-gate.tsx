import { later } from "#app/ui/later.tsx";
import { waiting } from "../waiting.tsx";

const loading = waiting("lesson.loading");

/** The builder, loaded when somebody makes a lesson. */
export const Builder = later(
  () => import("#app/panels/builder/builder.tsx").then(({ Builder: component }) => component),
  loading,
);

/** The reader, loaded when the first lesson is opened. */
export const Reader = later(
  () => import("./reader.tsx").then(({ Reader: component }) => component),
  loading,
);

/** The shelf, loaded when it is first looked at. */
export const Shelf = later(
  () => import("./shelf.tsx").then(({ Shelf: component }) => component),
  loading,
);
