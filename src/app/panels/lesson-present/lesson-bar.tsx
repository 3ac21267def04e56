import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { useShell, useShellHandle } from "#app/state/shell-state.ts";
import { Icon } from "#app/ui/icon.tsx";

interface LessonBarProps {
  readonly onGo: (by: 1 | -1) => void;
  /** A step runs, or there is nothing more. */
  readonly isWaiting: boolean;
  /** Pupils may follow from now on, or no more. */
  readonly onLead: (isLeading: boolean) => void;
}

/** For a hand on the mouse: shows itself when the pointer moves. */
export function LessonBar({ onGo, isWaiting, onLead }: LessonBarProps) {
  const text = useText();
  const yard = useYardHandle();
  const playing = useYard((state) => state.playing);
  const shell = useShellHandle();
  const isLeading = useShell((state) => state.isLeading);
  const lead = () => {
    shell.setState({ isLeading: !isLeading });
    onLead(!isLeading);
  };
  const openNotes = () => {
    const query = new URLSearchParams({ notes: "1", lang: yard.store.getState().language });
    window.open(
      `${location.pathname}?${query.toString()}`,
      "podyard-notes",
      "width=760,height=620",
    );
  };
  return (
    <div className="present-bar">
      <button
        type="button"
        className="icon-button"
        aria-label={text("notes.back")}
        title="←"
        onClick={() => onGo(-1)}
      >
        <Icon name="left" />
      </button>
      <button
        type="button"
        className="button button-primary"
        title="→"
        data-present="next"
        disabled={isWaiting}
        onClick={() => onGo(1)}
      >
        {text("notes.go")}
      </button>
      <button
        type="button"
        className="button"
        onClick={() => void yard.send({ type: "play", on: !playing }).catch(() => undefined)}
      >
        {text(playing ? "present.pause" : "present.play")}
      </button>
      <button
        type="button"
        className="button"
        data-present="lead"
        aria-pressed={isLeading}
        onClick={lead}
      >
        {text(isLeading ? "follow.leading" : "follow.lead")}
      </button>
      <button type="button" className="button" onClick={openNotes}>
        {text("notes.open")}
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
