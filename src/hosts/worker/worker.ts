import type { ToWorker } from "#protocol/messages.ts";

// The first file of the thread fetches its program and no more. Were any code in here, the program's later parts would import this file,
// and WebKit runs a worker's first file once more for that when it comes out of a service worker's cache: two clusters would speak to one page.

/** What the page says before the program is here. */
const early: ToWorker[] = [];
let receive = (message: ToWorker): void => void early.push(message);
self.addEventListener("message", (event: MessageEvent<ToWorker>) => receive(event.data));

import("./pacing.ts")
  .then(({ startWorker }) => {
    receive = startWorker((message) => self.postMessage(message));
    for (const message of early) receive(message);
  })
  // The page's watch over the thread hears of it as of any other fault.
  .catch((error: unknown) => reportError(error));
