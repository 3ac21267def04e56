import { lazy, Suspense } from "react";

const Embed = lazy(() =>
  import("./embed.tsx").then(({ Embed: component }) => ({ default: component })),
);

/** The quiet frame for other pages, loaded only where the address asks for it. */
export function EmbedGate() {
  return (
    <Suspense fallback={null}>
      <Embed />
    </Suspense>
  );
}
