/** One line of the table. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What we want to reach on an ordinary laptop. */
  readonly aim?: number;
  /** True: more is better, per second. False: a time. Absent: it does not depend on the machine. */
  readonly isRate?: boolean;
}

/** How long something takes, in ms of processor time: the same as wall time on a machine with nothing else to do, and fair on a busy one. */
export function timed<T>(run: () => T): { readonly ms: number; readonly result: T } {
  const begin = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(begin);
  return { ms: (user + system) / 1000, result };
}

/** The quickest of several rounds: the one that other programs disturbed least. */
export function bestOf<T extends { readonly ms: number }>(rounds: number, run: () => T): T {
  return Array.from({ length: rounds }, run).reduce((best, each) =>
    each.ms < best.ms ? each : best,
  );
}
