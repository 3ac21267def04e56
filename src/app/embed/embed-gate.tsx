import { later } from "#app/ui/later.tsx";

/** The quiet frame for other pages, loaded only where the address asks for it. */
export const EmbedGate = later(() =>
  import("./embed.tsx").then(({ Embed: component }) => component),
);
