import type { Tip } from "./use-stage-input.ts";

/** What is under the pointer, in one sentence. The same sentence is read out for what the keyboard selects. */
export function StageTip({ tip }: { tip: Tip }) {
  const left = Math.max(140, Math.min(tip.worldWidth - 140, tip.rect.x + tip.rect.w / 2));
  const isBelow = tip.rect.y < 60;
  const top = isBelow ? tip.rect.y + tip.rect.h + 10 : tip.rect.y - 10;
  return (
    <div
      className={`stage-tip ${isBelow ? "is-below" : ""}`}
      style={{ left, top }}
      aria-hidden="true"
    >
      {tip.sentence}
    </div>
  );
}
