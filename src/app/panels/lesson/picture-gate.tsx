import { useShell } from "#app/state/shell-state.ts";
import { later, type LaterPart } from "#app/ui/later.tsx";
import type { LessonDefinition } from "#protocol/lesson.ts";
import { waiting } from "../waiting.tsx";

/** A picture that a lesson brings along. */
export type Picture = "eras" | "worlds" | "node" | "template";

const loading = waiting("lesson.loading");

const PICTURES: Readonly<Record<Picture, LaterPart<object>>> = {
  eras: later(
    () => import("#app/panels/eras/eras.tsx").then(({ Eras: component }) => component),
    loading,
  ),
  worlds: later(
    () => import("#app/panels/worlds/worlds.tsx").then(({ Worlds: component }) => component),
    loading,
  ),
  node: later(
    () =>
      import("#app/panels/node-parts/node-parts.tsx").then(({ NodeParts: component }) => component),
    loading,
  ),
  template: later(
    () => import("#app/panels/template/template.tsx").then(({ Template: component }) => component),
    loading,
  ),
};

/** The picture of a lesson, null when the stage is all there is. */
export function pictureOf({ picture, worlds }: LessonDefinition): Picture | null {
  return picture ?? (worlds.length > 1 ? "worlds" : null);
}

/** The picture of the open lesson, null when the stage is all there is. */
export function usePicture(): Picture | null {
  return useShell(({ lesson, mode }) => {
    if (!lesson || mode !== "lesson") return null;
    return pictureOf(lesson.lesson.definition);
  });
}

/** Whether the picture stands in the stage's place instead of beside it. */
export function takesStage(picture: Picture | null): boolean {
  return picture === "worlds" || picture === "eras";
}

/** Fetches a picture ahead. */
export async function preparePicture(picture: Picture | null): Promise<void> {
  if (picture) await PICTURES[picture].prepare();
}

/** Shows a picture, loaded when it is first asked for. */
export function PictureGate({ picture }: { readonly picture: Picture }) {
  const Part = PICTURES[picture];
  return <Part />;
}
