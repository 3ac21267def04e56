import type { Random } from "#core/sim/random.ts";

const MIN_NODE_PORT = 30_000;
const MAX_NODE_PORT = 32_767;
const PORT_COUNT = MAX_NODE_PORT - MIN_NODE_PORT + 1;
/** Where a dry run begins to invent ports: just outside of those that exist. */
const FIRST_INVENTED_PORT = 32_769;

const PORT_TAKEN = "provided port is already allocated";

/**
 * The node ports that one write of a Service takes. Nothing is taken for good here: what was chosen stands in the Service, and is entered when that is
 * stored. A dry run looks at no range and invents the ports it gives out. Models portallocator.PortAllocationOperation.
 */
export class NodePortOperation {
  private readonly chosen: number[] = [];
  private readonly taken: ReadonlySet<number>;
  private readonly random: Random;
  private readonly isDryRun: boolean;

  constructor(
    taken: ReadonlySet<number>,
    { random, isDryRun }: { readonly random: Random; readonly isDryRun: boolean },
  ) {
    this.taken = taken;
    this.random = random;
    this.isDryRun = isDryRun;
  }

  /** Takes the port named, or says why not. */
  take(port: number): string | undefined {
    if (!this.isDryRun && (port < MIN_NODE_PORT || port > MAX_NODE_PORT))
      return `provided port is not in the valid range. The range of valid ports is ${MIN_NODE_PORT}-${MAX_NODE_PORT}`;
    if (this.taken.has(port) || this.chosen.includes(port)) return PORT_TAKEN;
    this.chosen.push(port);
    return undefined;
  }

  /** Takes any port; undefined if there is none left. */
  takeNext(): number | undefined {
    const port = this.isDryRun ? this.inventedPort() : this.freePort();
    if (port !== undefined) this.chosen.push(port);
    return port;
  }

  private inventedPort(): number {
    return this.chosen.length === 0 ? FIRST_INVENTED_PORT : Math.max(0, ...this.chosen) + 1;
  }

  private freePort(): number | undefined {
    const first = this.random.nextInt(PORT_COUNT);
    for (let i = 0; i < PORT_COUNT; i++) {
      const port = MIN_NODE_PORT + ((first + i) % PORT_COUNT);
      if (!this.taken.has(port) && !this.chosen.includes(port)) return port;
    }
    return undefined;
  }
}
