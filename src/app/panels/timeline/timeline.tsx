import { ActionButton } from "#app/actions/action-button.tsx";
import { toLive } from "#app/actions/time.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { clockText } from "#app/ui/clock.ts";
import { Lanes } from "./lanes.tsx";
import { Transport } from "./transport.tsx";
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
