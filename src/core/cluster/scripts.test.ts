import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { scriptYard } from "#hosts/cli/script-yard.ts";
import { parseScript, rewriteScript, runScript } from "#kubectl/script.ts";

const DIRECTORY = new URL("./testdata/", import.meta.url);
const scripts = readdirSync(DIRECTORY).filter((name) => name.endsWith(".script"));

/** `UPDATE=1` writes what the steps print now into the scripts. */
const isUpdate = process.env["UPDATE"] === "1";

describe("stories of a cluster", () => {
  test.each(scripts)("%s goes as it is told", (name) => {
    const file = new URL(name, DIRECTORY);
    const text = readFileSync(file, "utf8");
    const script = parseScript(text);
    const results = runScript(script, scriptYard(script).host);
    if (isUpdate) writeFileSync(file, rewriteScript(text, results));
    const mismatches = results.flatMap(({ step, mismatch }) =>
      mismatch === undefined ? [] : [`line ${step.line}: ${mismatch}`],
    );
    expect(isUpdate ? [] : mismatches).toEqual([]);
    expect(results.some(({ step }) => "expected" in step)).toBe(true);
  });
});
