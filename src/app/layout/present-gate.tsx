import { lazy, Suspense } from "react";

const Present = lazy(() =>
  import("#app/panels/present/present.tsx").then(({ Present: component }) => ({
    default: component,
  })),
);

/** Present mode, loaded when it is first asked for. */
export function PresentGate() {
  return (
    <Suspense fallback={null}>
      <Present />
    </Suspense>
  );
}
