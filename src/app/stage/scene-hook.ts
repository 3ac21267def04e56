import { opsToText } from "./ops.ts";
import type { StageEngine } from "./stage-engine.ts";

/** What end-to-end tests may ask the stage: pods are on a canvas, where no selector reaches. */
export interface SceneHook {
  /** Middle of each drawn pod in page coordinates, by uid. */
  pods(): Readonly<
    Record<
      string,
      { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
    >
  >;
  /** The draw list of the last frame as text. */
  text(): string;
}

declare global {
  interface Window {
    __scene?: SceneHook;
  }
}

/** Makes the stage answer at `window.__scene`; returns what undoes it. */
export function publishScene(engine: StageEngine, canvas: HTMLCanvasElement): () => void {
  const hook: SceneHook = {
    pods: () => {
      const origin = canvas.getBoundingClientRect();
      return Object.fromEntries(
        [...engine.places].map(([uid, { rect }]) => [
          uid,
          {
            x: origin.x + rect.x + rect.w / 2,
            y: origin.y + rect.y + rect.h / 2,
            w: rect.w,
            h: rect.h,
          },
        ]),
      );
    },
    text: () => opsToText(engine.drawn()),
  };
  window.__scene = hook;
  return () => {
    if (window.__scene === hook) delete window.__scene;
  };
}
