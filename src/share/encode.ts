import type { Scenario } from "#protocol/scenario.ts";
import { packed } from "./pack.ts";

export { MAX_LINK_CHARS } from "./limits.ts";

/** What stands before the payload: the version of how it is packed. */
export const LINK_PREFIX = "s1.";

/** A scenario as text for the fragment of an address: only letters, digits, `-`, `_` and one dot. The same scenario gives the same text. */
export function encodeScenario(scenario: Scenario): string {
  return packed(LINK_PREFIX, scenario);
}

/** A scenario as the text of a `.podyard.json` file: readable, and without a limit of length. */
export function encodeFile(scenario: Scenario): string {
  return `${JSON.stringify({ podyard: 1, scenario }, null, 1)}\n`;
}

/** Whether a Secret with data is among the files or inputs: who shares it should know. */
export function holdsSecret({ files, journal }: Pick<Scenario, "files" | "journal">): boolean {
  const inFile = files.some(
    ({ text }) => /^kind:\s*["']?Secret["']?\s*$/m.test(text) && /^(data|stringData):/m.test(text),
  );
  return (
    inFile ||
    journal.some(
      ({ input }) =>
        input.type === "request" &&
        input.request.resource === "secrets" &&
        hasData(input.request.body),
    )
  );
}

function hasData(body: unknown): boolean {
  return typeof body === "object" && body !== null && ("data" in body || "stringData" in body);
}
