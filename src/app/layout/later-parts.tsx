import { later } from "#app/ui/later.tsx";

export const Faults = later(() =>
  import("#app/panels/faults/faults.tsx").then(({ Faults: component }) => component),
);

export const Load = later(() =>
  import("#app/panels/load/load.tsx").then(({ Load: component }) => component),
);

export const ListView = later(() =>
  import("#app/panels/list-view/list-view.tsx").then(({ ListView: component }) => component),
);

/** One column for everything: only a phone needs it. */
export const Phone = later(() => import("./phone.tsx").then(({ Phone: component }) => component));
