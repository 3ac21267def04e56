import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";

/** For a hand on the mouse: shows itself when the pointer moves. */
export function PresentBar({ onKeys }: { readonly onKeys: () => void }) {
  const text = useText();
  const yard = useYardHandle();
  const playing = useYard((state) => state.playing);
  return (
    <div className="present-bar">
      <button
        type="button"
        className="button"
        onClick={() => void yard.send({ type: "play", on: !playing })}
      >
        {text(playing ? "present.pause" : "present.play")}
      </button>
      <button type="button" className="button" onClick={onKeys}>
        {text("present.allKeys")} <kbd>?</kbd>
      </button>
      <button
        type="button"
        className="button"
        onClick={() => yard.setPage({ present: false, zoom: 0 })}
      >
        {text("present.exit")}
      </button>
    </div>
  );
}
