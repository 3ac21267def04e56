import type { Frame } from "#protocol/messages.ts";
import { freshScenario } from "#protocol/starter.ts";
import { YardSession } from "./session.ts";

/** The first frame of a fresh shop: what the worker will say when it has started. The build writes it into the page, which so shows the cluster sooner. */
export async function firstFrame(): Promise<Frame> {
  const session = new YardSession({
    loadKubectl: unwanted,
    loadLessons: unwanted,
    output: () => undefined,
  });
  await session.perform({ type: "open", scenario: freshScenario("shop") });
  const [frame] = session.takeFrames();
  if (!frame) throw new Error("a fresh shop has no first frame");
  return frame;
}

function unwanted(): Promise<never> {
  return Promise.reject(new Error("a fresh shop starts without commands and lessons"));
}
