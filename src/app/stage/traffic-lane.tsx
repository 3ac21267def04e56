import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import type { ServiceView, TrafficView } from "#core/view/rows.ts";
import { at, LaneLabel } from "./control-plane.tsx";
import type { Rect } from "./geometry.ts";
import { Glyph } from "./glyph.tsx";
import type { StageLayout } from "./layout.ts";
import { shownServices } from "./use-layout.ts";

/** Who is served: customers at the left, Services at the right. */
export function TrafficLane({ layout }: { layout: StageLayout }) {
  const all = useYard((state) => state.services);
  const traffic = useYard((state) => state.traffic);
  const text = useText();
  if (layout.variant === "present") return null;
  const known = shownServices(all);
  const services = known.filter(({ uid }) => layout.services.has(uid));
  const rate = known.reduce((total, service) => total + service.rate, 0);
  return (
    <>
      {layout.gutter >= 64 && (
        <LaneLabel
          top={layout.lanes.traffic.y + 10}
          title={text("stage.lane.traffic")}
          note={
            rate > 0
              ? text("stage.lane.rate", { rate: Math.round(rate) })
              : text("stage.lane.no-rate")
          }
        />
      )}
      {layout.customers.w > 0 && (
        <div className={`pill ${rate > 0 ? "" : "is-idle"}`} style={at(layout.customers)}>
          <Glyph name="person" size={18} />
          <strong>{text("stage.customers")}</strong>
        </div>
      )}
      <div className={layout.variant === "phone" ? "sticky-pills" : "pills"}>
        {services.map((service) => (
          <ServicePill
            key={service.uid}
            service={service}
            traffic={traffic.get(service.uid)}
            rect={layout.services.get(service.uid) ?? layout.customers}
            isSmall={layout.variant === "phone"}
          />
        ))}
        {layout.moreServices && (
          <MoreServices rect={layout.moreServices} count={known.length - services.length} />
        )}
      </div>
    </>
  );
}

/** Stands for the Services that have no room here: the list shows them all. */
function MoreServices({ rect, count }: { rect: Rect; count: number }) {
  const text = useText();
  const { setPage } = useYardHandle();
  return (
    <button
      type="button"
      className="pill more-services"
      style={at(rect)}
      aria-label={text("stage.more-services", { count })}
      title={text("stage.more-services", { count })}
      onClick={() => setPage({ listView: true })}
    >
      +{count}
    </button>
  );
}

/** Below this width a Service has no room for its port. */
const PORT_FROM_W = 130;

function ServicePill({
  service,
  traffic,
  rect,
  isSmall,
}: {
  service: ServiceView;
  traffic: TrafficView | undefined;
  rect: Rect;
  isSmall: boolean;
}) {
  const text = useText();
  const count = service.endpoints.length;
  const isEmpty = count === 0;
  const failing = traffic?.failedPerSecond ?? 0;
  const port = rect.w < PORT_FROM_W ? "" : (service.ports.split(/[:,/]/)[0] ?? "");
  const note =
    failing >= 1
      ? text("stage.failed-rate", { rate: Math.round(failing) })
      : isEmpty
        ? text("stage.endpoints.none")
        : count === 1
          ? text("stage.endpoints.one")
          : text("stage.endpoints", { count });
  return (
    <div
      className={`pill service ${rect.w < PORT_FROM_W ? "is-narrow" : ""} ${isEmpty ? "is-empty" : ""} ${failing >= 1 ? "is-failing" : ""}`}
      style={at(rect)}
      data-service={service.name}
    >
      <Glyph name={isEmpty ? "plug-empty" : "plug"} size={18} />
      <span className="pill-words">
        <span className="pill-name code">
          {service.name}
          {port === "" ? "" : `:${port}`}
        </span>
        {service.namespace !== "default" && (
          <span className="pill-namespace">{service.namespace}</span>
        )}
      </span>
      {!isSmall && rect.w >= 190 && <span className="pill-note">{note}</span>}
    </div>
  );
}
