import { manifests, mutants } from "./api/creations.ts";
import { sequences } from "./api/sequences.ts";
import { updates } from "./api/updates.ts";
import type { Replayer } from "./replayer.ts";
import { scripts } from "./scripts/scripts.ts";
import { traces } from "./traces/traces.ts";

/** Everything `npm run golden` can replay. A file that no replayer takes is not looked at. */
export const replayers: readonly Replayer[] = [
  manifests,
  mutants,
  scripts,
  sequences,
  traces,
  updates,
];
