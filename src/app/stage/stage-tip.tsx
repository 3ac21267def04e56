import { useText, useYardHandle } from "#app/state/hooks.ts";
import { clockText } from "#app/ui/clock.ts";
import type { RequestView } from "#core/view/rows.ts";
import { Glyph } from "./glyph.tsx";
import type { Tip } from "./use-stage-input.ts";

/** What is under the pointer, in one sentence. The same sentence is read out for what the keyboard selects. */
export function StageTip({ tip }: { tip: Tip }) {
  const half = tip.request ? 116 : 140;
  const left = Math.max(half, Math.min(tip.worldWidth - half, tip.rect.x + tip.rect.w / 2));
  const isBelow = tip.rect.y < (tip.request ? 170 : 60);
  const top = isBelow ? tip.rect.y + tip.rect.h + 10 : tip.rect.y - 10;
  const place = isBelow ? "is-below" : "";
  if (tip.request)
    return (
      <div
        className={`stage-tip request-card ${place}`}
        style={{ left, top }}
        {...(tip.isPinned ? { role: "status" } : { "aria-hidden": true })}
        data-testid="request-card"
      >
        <RequestCard request={tip.request} />
      </div>
    );
  return (
    <div className={`stage-tip ${place}`} style={{ left, top }} aria-hidden="true">
      {tip.sentence}
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
