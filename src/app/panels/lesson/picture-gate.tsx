import { lazy, Suspense } from "react";
import { useText } from "#app/state/hooks.ts";
import { useShell } from "#app/state/shell-state.ts";

const Worlds = lazy(() =>
  import("#app/panels/worlds/worlds.tsx").then(({ Worlds: component }) => ({ default: component })),
);
const Eras = lazy(() =>
  import("#app/panels/eras/eras.tsx").then(({ Eras: component }) => ({ default: component })),
);
const NodeParts = lazy(() =>
  import("#app/panels/node-parts/node-parts.tsx").then(({ NodeParts: component }) => ({
    default: component,
  })),
);
const Template = lazy(() =>
  import("#app/panels/template/template.tsx").then(({ Template: component }) => ({
    default: component,
  })),
);

/** A picture that a lesson brings along. */
export type Picture = "eras" | "worlds" | "node" | "template";

/** The picture of the open lesson, null when the stage is all there is. */
export function usePicture(): Picture | null {
  return useShell(({ lesson, mode }) => {
    if (!lesson || mode !== "lesson") return null;
    const { picture, worlds } = lesson.lesson.definition;
    return picture ?? (worlds.length > 1 ? "worlds" : null);
  });
}

/** Whether the picture stands in the stage's place instead of beside it. */
export function takesStage(picture: Picture | null): boolean {
  return picture === "worlds" || picture === "eras";
}

/** Shows a picture, loaded when it is first asked for. */
export function PictureGate({ picture }: { readonly picture: Picture }) {
  const text = useText();
  return (
    <Suspense fallback={<p className="dock-wait muted">{text("lesson.loading")}</p>}>
      {picture === "worlds" && <Worlds />}
      {picture === "eras" && <Eras />}
      {picture === "node" && <NodeParts />}
      {picture === "template" && <Template />}
    </Suspense>
  );
}
