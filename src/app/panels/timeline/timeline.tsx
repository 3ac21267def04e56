import { ActionButton } from "#app/actions/action-button.tsx";
import { liveEdge, stepBack, stepForward, toLive } from "#app/actions/time.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { clockText } from "#app/ui/clock.ts";
import { Lanes } from "./lanes.tsx";
import { useSeek } from "./use-seek.ts";
import { PlayButton, Transport } from "./transport.tsx";
import "./timeline.css";

/** Time: the buttons at the left, what happened at the right. */
export function Timeline() {
  const text = useText();
  return (
    <section className="timeline" aria-label={text("timeline.title")}>
      <Transport />
      <Lanes />
    </section>
  );
}

/** The same for a phone: three buttons, one bar, a clock. */
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
        <i key={index} className="time-mark" style={{ left: `${(100 * input.at) / span}%` }} />
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

/** Says that the picture is of the past, and how to get back. */
export function PastBanner() {
  const text = useText();
  const past = useYard((state) => state.past);
  const at = useYard((state) => state.at);
  if (!past) return null;
  return (
    <div className="past-banner" role="status">
      <strong>{text("timeline.past", { at: clockText(at) })}</strong>
      <span>{text("timeline.pastHint")}</span>
      <ActionButton action={toLive} icon="skip" className="button">
        {text("actions.toLive")}
      </ActionButton>
    </div>
  );
}
