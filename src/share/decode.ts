import type { Scenario } from "#protocol/scenario.ts";
import { LINK_PREFIX } from "./encode.ts";
import { MAX_UNPACKED_BYTES } from "./limits.ts";
import { checkScenario } from "./check-scenario.ts";
import { parsed, unpack } from "./unpack.ts";

/** What came of reading: a scenario that may be opened as it is, or one sentence why not. */
export type Decoded =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problem: string };

/** Reads the text of a link. Never throws, whatever it is given. */
export function decodeScenario(text: string): Decoded {
  const version = /^s(\d+)\./.exec(text)?.[1];
  if (version === undefined) return refused("This is not a Podyard link.");
  if (!text.startsWith(LINK_PREFIX))
    return refused(
      `It was made by a newer Podyard (link version ${version.slice(0, 6)}; this one reads version 1).`,
    );
  const unpacked = unpack(LINK_PREFIX, text);
  return unpacked.ok ? checkScenario(unpacked.value) : unpacked;
}

/** Reads the text of a `.podyard.json` file. Never throws. */
export function decodeFile(text: string): Decoded {
  if (text.length > MAX_UNPACKED_BYTES)
    return refused(`The file is too large: ${text.length} characters.`);
  const value = parsed(text);
  if (value === undefined) return refused("The file is not JSON, or was cut off.");
  if (
    typeof value !== "object" ||
    value === null ||
    !("podyard" in value) ||
    !("scenario" in value)
  )
    return refused("The file was not made by Podyard.");
  if (value.podyard !== 1)
    return refused(
      `It was made by a newer Podyard (file version ${String(value.podyard).slice(0, 6)}; this one reads version 1).`,
    );
  return checkScenario(value.scenario);
}

function refused(problem: string): Decoded {
  return { ok: false, problem };
}
