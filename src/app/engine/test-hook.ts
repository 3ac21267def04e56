import type { World } from "#app/state/create-yard.ts";

/** What end-to-end tests may ask the page beyond what a person can see and do. */
export interface PageHook {
  /** Every row as of the last frame, and each change of it. */
  readonly store: World["store"];
  /** Runs a kubectl line as if typed. */
  run(line: string): Promise<number>;
  /** Stops the cluster's thread in mid-run, as a fault of the browser would. */
  crash(): void;
}

declare global {
  interface Window {
    __podyard?: PageHook;
  }
}

/** Makes the page answer at `window.__podyard`. */
export function publishPage({ store, send, runKubectl }: World): void {
  // Nobody answers a crash: the new thread does not know of it.
  window.__podyard = {
    store,
    run: (line) => runKubectl(line),
    crash: () => void send({ type: "crash" }).catch(() => undefined),
  };
}
