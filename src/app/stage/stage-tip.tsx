import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import type { Selection } from "#app/state/yard-state.ts";
import { clockText } from "#app/ui/clock.ts";
import type { RequestView } from "#core/view/rows.ts";
import { Glyph } from "./glyph.tsx";
import type { Tip } from "./use-stage-input.ts";
import { describe } from "./words.ts";

/** What is under the pointer, in one sentence. The same sentence is read out for what the keyboard selects. */
export function StageTip({ tip }: { tip: Tip }) {
  const half = halfWidth(tip);
  const left = Math.max(half, Math.min(tip.world.width - half, tip.rect.x + tip.rect.w / 2));
  const isBelow = tip.rect.y < (tip.request ? 170 : 60);
  const top = isBelow ? tip.rect.y + tip.rect.h + 10 : tip.rect.y - 10;
  const place = isBelow ? "is-below" : "";
  const style = { left, top };
  if (tip.request)
    return (
      <div
        className={`stage-tip request-card ${place}`}
        style={style}
        {...(tip.isPinned ? { role: "status" } : { "aria-hidden": true })}
        data-testid="request-card"
      >
        <RequestCard request={tip.request} />
      </div>
    );
  return tip.selection && <Sentence about={tip.selection} place={place} style={style} />;
}

/** Half of the widest that it may become, so that no edge cuts it. */
function halfWidth({ request, world }: Tip): number {
  if (request) return 116;
  return world.variant === "present" ? Math.max(120, 280 * world.unit) : 140;
}

/** It speaks of what the thing is now, however long the pointer rests there, and goes with it. */
function Sentence({
  about,
  place,
  style,
}: {
  readonly about: Selection;
  readonly place: string;
  readonly style: { readonly left: number; readonly top: number };
}) {
  const text = useText();
  const isGone = useYard((state) => about.kind === "Pod" && !state.pods.has(about.id));
  const sentence = useYard((state) => describe(about, state, text));
  if (isGone) return null;
  return (
    <div className={`stage-tip ${place}`} style={style} aria-hidden="true">
      {sentence}
    </div>
  );
}

/** All about one request. */
function RequestCard({ request }: { request: RequestView }) {
  const text = useText();
  const { services, pods } = useYardHandle().store.getState();
  const isOk = request.outcome === "ok";
  const service = services.get(request.service)?.name ?? text("request.gone");
  const pod =
    request.pod === ""
      ? text("request.nobody")
      : (pods.get(request.pod)?.shortName ?? text("request.gone"));
  const rows = [
    [text("request.service"), service],
    [text("request.pod"), pod],
    [text("request.latency"), text("request.ms", { ms: latencyOf(request) })],
    [text("request.sent"), clockText(request.sentAt, { tenths: true })],
  ] as const;
  return (
    <>
      <p className={`request-outcome ${isOk ? "" : "is-failed"}`}>
        <Glyph name={isOk ? "check" : "cross"} size={14} />
        <strong>{text(`request.outcome.${request.outcome}`)}</strong>
        {request.weight > 1 && (
          <span className="muted">{text("request.weight", { count: request.weight })}</span>
        )}
      </p>
      <dl>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="code">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** How long the customer waited, in ms. */
export function latencyOf({ sentAt, doneAt }: RequestView): number {
  return Math.max(0, Math.round(doneAt - sentAt));
}
