import { fileURLToPath } from "node:url";
import { adapters } from "./adapters/index.ts";
import { runVectors } from "./run.ts";

const directory = process.argv[2] ?? fileURLToPath(new URL("./data", import.meta.url));
let passed = 0;
let failed = 0;
for (const result of runVectors(directory, adapters)) {
  console.log(`${result.file}: ${result.passed}/${result.total}`);
  for (const failure of result.failures) {
    console.log(`  ${failure.name}\n    got  ${failure.got}\n    want ${failure.want}`);
  }
  passed += result.passed;
  failed += result.total - result.passed;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
