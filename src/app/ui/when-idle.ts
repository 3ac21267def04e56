const AFTER_MS = 1000;
const AT_LATEST_MS = 2000;

/** Does something when the page, which has just drawn something, has nothing better to do; the returned function calls it off. */
export function whenIdle(act: () => void, afterMs = AFTER_MS): () => void {
  const timer = window.setTimeout(() => {
    if ("requestIdleCallback" in window) window.requestIdleCallback(act, { timeout: AT_LATEST_MS });
    else act();
  }, afterMs);
  return () => window.clearTimeout(timer);
}
