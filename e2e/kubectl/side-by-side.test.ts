import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { allKinds } from "#core/api/registry.ts";
import { differencesOf, runSideBySide } from "../../src/golden/scripts/side-by-side.ts";
import { readDescriptions } from "../../scripts/descriptions.ts";

const SCRIPTS = fileURLToPath(new URL("./scripts", import.meta.url));
const descriptions = readDescriptions(allKinds().map(({ schemaName }) => schemaName));

/** Every line of a script, on two equal worlds: our own kubectl answers as the real one, byte for byte. */
test.each(readdirSync(SCRIPTS).sort())(
  "%s: our kubectl and the real one say the same",
  { timeout: 360_000 },
  async (name) => {
    const { commands, differences, mismatches } = await runSideBySide(
      readFileSync(join(SCRIPTS, name), "utf8"),
      {
        program: join(process.env["PODYARD_CLIENTS"] ?? "", "kubectl"),
        describe: () => descriptions,
      },
    );
    expect(commands).toBeGreaterThan(5);
    expect(mismatches).toEqual([]);
    expect(
      differences.map(({ line, command, ours, real }) => [
        `line ${line}: ${command}`,
        ...differencesOf(ours, real),
      ]),
    ).toEqual([]);
  },
);
