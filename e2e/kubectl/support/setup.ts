import { ensureKubectl } from "../../../scripts/ensure-kubectl.mjs";

/** Fetches the programs before any test; without them the run ends here, with the reason. */
export function setup(): void {
  const { directory, reason } = ensureKubectl();
  if (directory === undefined) throw new Error(`no kubectl: ${reason ?? "unknown"}`);
  process.env["PODYARD_CLIENTS"] = directory;
}
