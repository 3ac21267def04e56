import { setLoad } from "#app/actions/faults.ts";
import type { ServiceView } from "#core/view/rows.ts";
import { useWorld } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { customerServices, placedName } from "#app/state/selectors.ts";
import { useRef, useState } from "react";
import "#app/panels/faults/faults.css";

/** The slider's ends are far apart: each step multiplies. Zero has a place of its own. */
const RATES: readonly number[] = [
  0, 1, 2, 5, 10, 20, 40, 60, 80, 120, 180, 240, 400, 600, 1000, 2000, 4000,
];
const SEND_AFTER_MS = 150;

/** How many customers come, Service by Service. */
export function Load() {
  const text = useText();
  const services = useYard((state) => state.services);
  const shown = customerServices({ services });
  return (
    <div className="load">
      <p className="muted">{text("load.intro")}</p>
      {shown.map((service) => (
        <ServiceLoad key={service.uid} service={service} />
      ))}
      {shown.length === 0 && <p>{text("load.none")}</p>}
    </div>
  );
}

function ServiceLoad({ service }: { readonly service: ServiceView }) {
  const text = useText();
  const world = useWorld();
  const [wanted, setWanted] = useState<number | null>(null);
  const timer = useRef(0);
  const rate = wanted ?? service.rate;
  const choose = (next: number) => {
    setWanted(next);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(
      () => void setLoad(world, service, next).finally(() => setWanted(null)),
      SEND_AFTER_MS,
    );
  };
  return (
    <section className="load-row" aria-label={placedName(service)}>
      <div className="load-head">
        <strong className="code">
          {placedName(service)}:{service.ports}
        </strong>
        <span>{text("load.rate", { rate })}</span>
      </div>
      <input
        type="range"
        min={0}
        max={RATES.length - 1}
        step={1}
        value={nearest(rate)}
        aria-label={text("load.customers", { service: placedName(service) })}
        aria-valuetext={text("load.rate", { rate })}
        onChange={(event) => choose(RATES[Number(event.target.value)] ?? 0)}
      />
      <div className="load-steps">
        <button type="button" className="button" onClick={() => choose(0)}>
          {text("load.stop")}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => choose(Math.max(1, Math.round(rate / 10)))}
        >
          ÷10
        </button>
        <button
          type="button"
          className="button"
          data-load="times-ten"
          onClick={() => choose(Math.min(20_000, Math.max(1, rate) * 10))}
        >
          ×10
        </button>
      </div>
      <p className="muted">
        {text("load.endpoints", { ready: service.endpoints.length, matched: service.matched })}
      </p>
    </section>
  );
}

function nearest(rate: number): number {
  const index = RATES.findIndex((candidate) => candidate >= rate);
  return index === -1 ? RATES.length - 1 : index;
}
