import type { Page } from "@playwright/test";

/** What was seen of a Deployment since a watch began, frame by frame. */
export interface Seen {
  readonly leastAvailable: number;
  readonly mostPods: number;
}

/** Begins to note, at every frame, how few pods of a Deployment were available and how many there were that are not leaving. */
export async function startWatch(
  page: Page,
  deployment: string,
): Promise<{ read(): Promise<Seen> }> {
  const seen = await page.evaluateHandle((name) => {
    const noted = { leastAvailable: Number.POSITIVE_INFINITY, mostPods: 0 };
    const note = () => {
      const state = window.__podyard?.store.getState();
      if (!state) return;
      const row = [...state.deployments.values()].find((each) => each.name === name);
      if (!row) return;
      const pods = [...state.pods.values()].filter(
        (pod) => pod.deployment === name && pod.family !== "leaving",
      );
      noted.leastAvailable = Math.min(noted.leastAvailable, row.available);
      noted.mostPods = Math.max(noted.mostPods, pods.length);
    };
    window.__podyard?.store.subscribe(note);
    return noted;
  }, deployment);
  return { read: () => seen.evaluate((noted) => ({ ...noted })) };
}
