import type { Frame } from "#protocol/messages.ts";
import type { Scenario } from "#protocol/scenario.ts";
import { freshScenario } from "#protocol/starter.ts";

const ELEMENT = "first-frame";

/** The first frame of this scenario, if the page has brought it along: it has that of a fresh shop. */
export function firstFrameOf({ version, seed, cluster, journal, at }: Scenario): Frame | undefined {
  const fresh = freshScenario("shop");
  const isFresh =
    JSON.stringify([version, seed, cluster, journal, at]) ===
    JSON.stringify([fresh.version, fresh.seed, fresh.cluster, fresh.journal, fresh.at]);
  const text = isFresh ? document.getElementById(ELEMENT)?.textContent : undefined;
  return text ? (JSON.parse(text) as Frame) : undefined;
}
