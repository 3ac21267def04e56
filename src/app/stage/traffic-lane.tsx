import { useText, useYard } from "#app/state/hooks.ts";
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
  const services = shownServices(all).filter(({ uid }) => layout.services.has(uid));
  const rate = services.reduce((total, service) => total + service.rate, 0);
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
      </div>
    </>
  );
}

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
  const port = service.ports.split(/[:,/]/)[0] ?? "";
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
      className={`pill service ${isEmpty ? "is-empty" : ""} ${failing >= 1 ? "is-failing" : ""}`}
      style={at(rect)}
      data-service={service.name}
    >
      <Glyph name={isEmpty ? "plug-empty" : "plug"} size={18} />
      <span className="pill-name code">
        {service.name}
        {port === "" ? "" : `:${port}`}
      </span>
      {!isSmall && rect.w >= 190 && <span className="pill-note">{note}</span>}
    </div>
  );
}
