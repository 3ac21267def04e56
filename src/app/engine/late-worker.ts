import type { FromWorker, ToWorker } from "#protocol/messages.ts";
import type { WorkerPort } from "./engine.ts";

/** A page that nobody sees paints nothing. */
const UNSEEN_MS = 1000;

/** A worker that is started when the page has painted something: until then the page has the processor and the network for itself. What it is told meanwhile is kept. */
export class LateWorker implements WorkerPort {
  onmessage: WorkerPort["onmessage"] = null;
  onerror: WorkerPort["onerror"] = null;
  private worker: WorkerPort | undefined;
  private readonly early: ToWorker[] = [];
  private readonly callOff: () => void;

  constructor(start: () => WorkerPort) {
    this.callOff = whenPainted(() => {
      try {
        this.begin(start());
      } catch (error) {
        // Told as a fault of the thread is, so that it is tried again and given up the same way.
        this.onerror?.(new ErrorEvent("error", { error }));
      }
    });
  }

  postMessage(message: ToWorker): void {
    if (this.worker) this.worker.postMessage(message);
    else this.early.push(message);
  }

  terminate(): void {
    this.callOff();
    this.worker?.terminate();
  }

  private begin(worker: WorkerPort): void {
    this.worker = worker;
    worker.onmessage = (event: MessageEvent<FromWorker>) => this.onmessage?.(event);
    worker.onerror = (event) => this.onerror?.(event);
    for (const message of this.early) worker.postMessage(message);
  }
}

/** Does something once the page has painted some content; the returned function calls it off. */
function whenPainted(act: () => void): () => void {
  const stop = () => {
    observer.disconnect();
    window.clearTimeout(timer);
  };
  const go = () => {
    stop();
    // Behind the picture that has just been painted.
    timer = window.setTimeout(act);
  };
  const observer = new PerformanceObserver((list) => {
    if (list.getEntriesByName("first-contentful-paint").length > 0) go();
  });
  let timer = window.setTimeout(go, UNSEEN_MS);
  observer.observe({ type: "paint", buffered: true });
  return stop;
}
