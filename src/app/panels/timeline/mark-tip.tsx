import { markSentence } from "#app/panels/explain/reason-words.ts";
import { useText } from "#app/state/hooks.ts";
import { clockText } from "#app/ui/clock.ts";
import type { MarkView } from "#core/view/rows.ts";

const HALF_WIDTH = 150;
/** Two lines of words, which the edge of the lanes would cut. */
const ROOM_ABOVE = 52;

/** What a mark of the timeline stands for, over it. The same is told by the click on it, so that no hand needs the pointer to rest. */
export function MarkTip({
  mark,
  x,
  y,
  width,
}: {
  readonly mark: MarkView;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}) {
  const text = useText();
  const left = Math.max(HALF_WIDTH, Math.min(width - HALF_WIDTH, x));
  const isBelow = y < ROOM_ABOVE;
  return (
    <div
      className={`mark-tip ${isBelow ? "is-below" : ""}`}
      style={{ left, top: isBelow ? y + 9 : y - 9 }}
      aria-hidden="true"
    >
      <span className="code">{clockText(mark.at, { tenths: true })}</span>{" "}
      {markSentence(mark, text)}
    </div>
  );
}
