import { ActionButton } from "#app/actions/action-button.tsx";
import { liveEdge, stepBack, stepForward } from "#app/actions/time.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { clockText } from "#app/ui/clock.ts";
import { PlayButton } from "./transport.tsx";
import { useSeek } from "./use-seek.ts";
import "./timeline.css";

/** Time on a phone: three buttons, one bar, a clock. */
export function PhoneTimeline() {
  const text = useText();
  const at = useYard((state) => state.at);
  return (
    <section className="timeline-phone" aria-label={text("timeline.title")}>
      <ActionButton action={stepBack} icon="back" />
      <PlayButton />
      <ActionButton action={stepForward} icon="forward" />
      <PhoneBar />
      <output
        className="transport-clock code"
        aria-label={text("timeline.clock")}
        aria-live="off"
        data-testid="clock"
      >
        {clockText(at)}
      </output>
    </section>
  );
}

function PhoneBar() {
  const text = useText();
  const at = useYard((state) => state.at);
  const live = useYard(liveEdge);
  const inputs = useYard((state) => state.inputs);
  const seek = useSeek();
  const span = Math.max(10_000, live);
  return (
    <div className="time-bar">
      {inputs.slice(-40).map((input, index) => (
        <i
          key={index}
          className="time-mark"
          data-refused={input.isRefused}
          style={{ left: `${(100 * input.at) / span}%` }}
        />
      ))}
      <input
        type="range"
        min={0}
        max={Math.round(span)}
        step={100}
        value={Math.round(at)}
        aria-label={text("timeline.now")}
        aria-valuetext={clockText(at)}
        onChange={(event) => seek(Math.min(live, Number(event.target.value)))}
      />
    </div>
  );
}
