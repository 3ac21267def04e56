import type { Millis } from "#core/base/time.ts";
import type { Component, Simulation } from "#core/sim/simulation.ts";
import type { GaugeView } from "#core/view/rows.ts";

/** What is read off the cluster at each moment. */
export type Reading = Omit<GaugeView, "at">;

interface GaugesPorts {
  readonly simulation: Simulation;
  /** Virtual ms at which the learner arrives: readings count from there. */
  readonly zeroAt: Millis;
  read(): Reading;
}

const READ_EVERY_MS = 1_000;
const MAX_READINGS = 3_600;

/** Reads customers' and machines' figures once a virtual second and remembers them, so that a jump through time leaves no gap in the curves. */
export class Gauges implements Component {
  readonly name = "gauges";
  /** Oldest first; beyond an hour of them every second one of the older half goes. Frozen entries. */
  state: { readings: readonly GaugeView[] } = { readings: [] };
  private readonly ports: GaugesPorts;

  constructor(ports: GaugesPorts) {
    this.ports = ports;
    ports.simulation.register(this);
  }

  /** Begins to read. Call once. */
  start(): void {
    this.ports.simulation.schedule({ delayMs: READ_EVERY_MS, to: this.name, type: "read" });
  }

  /** Readings after a moment, oldest first. */
  since(at: Millis): readonly GaugeView[] {
    const { readings } = this.state;
    let first = readings.length;
    while (first > 0 && (readings[first - 1]?.at ?? at) > at) first -= 1;
    return readings.slice(first);
  }

  handle(): void {
    const { simulation, zeroAt } = this.ports;
    const reading = Object.freeze({ at: simulation.now - zeroAt, ...this.ports.read() });
    const all = [...this.state.readings, reading];
    const half = MAX_READINGS / 2;
    this.state.readings =
      all.length > MAX_READINGS ? all.filter((_, i) => i >= half || i % 2 === 0) : all;
    this.start();
  }
}
