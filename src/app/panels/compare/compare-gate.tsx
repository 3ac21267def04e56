import { lazy, Suspense } from "react";
import { useText } from "#app/state/hooks.ts";

const Compare = lazy(() =>
  import("./compare.tsx").then(({ Compare: component }) => ({ default: component })),
);

/** Two worlds side by side, loaded when first asked for. */
export function CompareGate({ phone }: { readonly phone: boolean }) {
  const text = useText();
  return (
    <Suspense fallback={<p className="muted">{text("dock.loading")}</p>}>
      <Compare phone={phone} />
    </Suspense>
  );
}
