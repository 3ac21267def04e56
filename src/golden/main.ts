import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FileReport } from "./replayer.ts";
import { replayers } from "./replayers.ts";

const OWN_DATA = fileURLToPath(new URL("./data", import.meta.url));
/** The one file that is too large to be copied stands beside the project, if at all. */
const BESIDE = fileURLToPath(new URL("../../../shared/golden", import.meta.url));
const MAX_SHOWN = 20;

interface RecordedFile {
  /** Below its root, such as `api/mutants.jsonl`. */
  readonly name: string;
  readonly path: string;
}

function filesOf(root: string): RecordedFile[] {
  const folders = [...new Set(replayers.map(({ folder }) => folder))].sort();
  return folders.flatMap((folder) => {
    const directory = join(root, folder);
    const names = existsSync(directory) ? readdirSync(directory).sort() : [];
    return names.map((name) => ({ name: `${folder}/${name}`, path: join(directory, name) }));
  });
}

function filesToReplay(given: string | undefined): RecordedFile[] {
  if (given !== undefined) {
    if (!existsSync(given)) throw new Error(`no such folder: ${given}`);
    return filesOf(given);
  }
  const name = "api/manifests.jsonl";
  const path = join(BESIDE, name);
  if (existsSync(path)) return [{ name, path }, ...filesOf(OWN_DATA)];
  console.log(`${name}: skipped, its folder is absent`);
  return filesOf(OWN_DATA);
}

function print(name: string, report: FileReport, shownBefore: number): number {
  const missing = [...report.missingKinds.values()].reduce((sum, count) => sum + count, 0);
  const note = missing === 0 ? "" : ` (${missing} of kinds not built yet)`;
  console.log(`${name}: ${report.passed}/${report.total}${note}`);
  if (isVerbose)
    for (const [kind, count] of [...report.missingKinds].sort()) console.log(`  ${kind}: ${count}`);
  let shown = shownBefore;
  for (const { name: caseName, differences } of report.failures) {
    if (!isVerbose && shown >= MAX_SHOWN) break;
    shown += 1;
    console.log(`  ${caseName}`);
    for (const difference of differences) console.log(`    ${difference}`);
  }
  return shown;
}

const isVerbose = process.argv.includes("--verbose");
const given = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
let passed = 0;
let failed = 0;
let shown = 0;
for (const { name, path } of filesToReplay(given)) {
  const [folder = "", file = ""] = name.split("/");
  const replayer = replayers.find((each) => each.folder === folder && each.pattern.test(file));
  if (!replayer) continue;
  const report = await replayer.replay(readFileSync(path, "utf8"), path);
  shown = print(name, report, shown);
  passed += report.passed;
  failed += report.total - report.passed;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
