import { allKinds } from "#core/api/registry.ts";
import { readDescriptions } from "../../../scripts/descriptions.ts";
import { parseOptions, USAGE } from "./options.ts";
import { serve } from "./serve.ts";

const PARENT_LOOK_MS = 200;

await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<void> {
  if (words.includes("--help") || words.includes("-h")) {
    process.stdout.write(USAGE);
    return;
  }
  const options = parseOptions(words);
  if (typeof options === "string") {
    process.stderr.write(`${options}\n\n${USAGE}`);
    process.exitCode = 1;
    return;
  }
  try {
    const schemas = allKinds().map(({ schemaName }) => schemaName);
    const running = await serve(options, () => readDescriptions(schemas));
    // Whoever reads that it is ready may end it at once.
    const end = () => void running.stop().then(() => process.exit(0));
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, end);
    endWithNpm(end);
    const { nodes, masters, seed } = options;
    process.stdout.write(
      `ready ${running.access.server} (${masters} control plane${masters === 1 ? "" : "s"}, ${nodes} workers, seed ${seed})\n`,
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

/** The shell that npm starts us by keeps a signal to itself: when it is gone, there is nobody left to serve. */
function endWithNpm(end: () => void): void {
  if (process.env["npm_lifecycle_event"] !== "gateway") return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, PARENT_LOOK_MS);
}
