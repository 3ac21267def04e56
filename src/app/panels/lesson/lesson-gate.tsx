import { lazy, Suspense } from "react";
import { useText } from "#app/state/hooks.ts";

const ReaderPart = lazy(() =>
  import("./reader.tsx").then(({ Reader: component }) => ({ default: component })),
);
const ShelfPart = lazy(() =>
  import("./shelf.tsx").then(({ Shelf: component }) => ({ default: component })),
);

const BuilderPart = lazy(() =>
  import("#app/panels/builder/builder.tsx").then(({ Builder: component }) => ({
    default: component,
  })),
);

/** The builder, loaded when somebody makes a lesson. */
export function Builder() {
  return (
    <Waiting>
      <BuilderPart />
    </Waiting>
  );
}

/** The reader, loaded when the first lesson is opened. */
export function Reader() {
  return (
    <Waiting>
      <ReaderPart />
    </Waiting>
  );
}

/** The shelf, loaded when it is first looked at. */
export function Shelf() {
  return (
    <Waiting>
      <ShelfPart />
    </Waiting>
  );
}

function Waiting({ children }: { readonly children: React.ReactNode }) {
  const text = useText();
  return (
    <Suspense fallback={<p className="dock-wait muted">{text("lesson.loading")}</p>}>
      {children}
    </Suspense>
  );
}
