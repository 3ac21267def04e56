import type {
  ClusterSpec,
  JournalEntry,
  Scenario,
  ScenarioFile,
  ScenarioView,
} from "#protocol/scenario.ts";
import type { Decoded } from "./decode.ts";
import { checkInput } from "./check-input.ts";
import {
  fail,
  field,
  flag,
  integer,
  listOf,
  numberIn,
  oneOf,
  optional,
  record,
  text,
  type Path,
  Refusal,
} from "./check-value.ts";
import {
  MAX_AT_MS,
  MAX_DEPTH,
  MAX_FILE_CHARS,
  MAX_FILES,
  MAX_JOURNAL,
  MAX_LABEL_CHARS,
  MAX_NAME_CHARS,
  MAX_NODES,
  MAX_PODS,
  MAX_VALUES,
} from "./limits.ts";
import { podsAskedFor } from "./pods-asked.ts";

/** Checks every field of what claims to be a scenario and builds it anew, so that nothing unknown comes along. */
export function checkScenario(value: unknown): Decoded {
  try {
    measure(value);
    const scenario = scenarioOf(value);
    const pods = podsAskedFor(scenario.journal);
    if (pods > MAX_PODS)
      fail("journal", `asks for ${pods} pods; this page opens at most ${MAX_PODS}`);
    return { ok: true, scenario };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: `${error.message}.` };
    throw error;
  }
}

function scenarioOf(value: unknown): Scenario {
  const root = record(value, "scenario");
  if (root["version"] !== 1)
    fail(
      "version",
      `is ${JSON.stringify(root["version"])?.slice(0, 20)}; this Podyard reads version 1`,
    );
  const files = listOf(field(root, "files"), "files", MAX_FILES, fileOf);
  if (new Set(files.map(({ name }) => name)).size < files.length)
    fail("files", "has two files of one name");
  const journal = listOf(field(root, "journal"), "journal", MAX_JOURNAL, entryOf);
  journal.forEach((entry, index) => {
    const before = journal[index - 1];
    if (before && entry.at < before.at) fail(`journal[${index}].at`, "goes back in time");
  });
  return {
    version: 1,
    seed: integer(root["seed"], "seed", { from: 0, to: 2 ** 32 - 1 }),
    cluster: clusterOf(root["cluster"], "cluster"),
    files,
    journal,
    at: numberIn(root["at"], "at", { from: 0, to: MAX_AT_MS }),
    speed: numberIn(root["speed"], "speed", { from: 0.01, to: 1000 }),
    playing: flag(root["playing"], "playing"),
    view: viewOf(root["view"] ?? {}, "view"),
    ...optional("second", root["second"], (found) => clusterOf(found, "second")),
    ...optional("lesson", root["lesson"], (found) => text(found, "lesson", MAX_NAME_CHARS)),
  };
}

function clusterOf(value: unknown, path: Path): ClusterSpec {
  const cluster = record(value, path);
  const startTime = text(cluster["startTime"], `${path}.startTime`, 40);
  if (
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(startTime) ||
    Number.isNaN(Date.parse(startTime))
  ) {
    fail(`${path}.startTime`, "is not a time");
  }
  return {
    controlPlanes: integer(cluster["controlPlanes"], `${path}.controlPlanes`, { from: 1, to: 7 }),
    workers: integer(cluster["workers"], `${path}.workers`, { from: 0, to: MAX_NODES }),
    etcdMembers: integer(cluster["etcdMembers"], `${path}.etcdMembers`, { from: 1, to: 7 }),
    workerCpu: quantity(cluster["workerCpu"], `${path}.workerCpu`),
    workerMemory: quantity(cluster["workerMemory"], `${path}.workerMemory`),
    startTime,
    preset: oneOf(cluster["preset"], `${path}.preset`, ["shop", "empty"]),
  };
}

function quantity(value: unknown, path: Path): string {
  const quantityText = text(value, path, 20);
  if (!/^\d+(\.\d+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.test(quantityText))
    fail(path, "is not a quantity such as 2 or 4Gi");
  return quantityText;
}

/** Checks a named file. Throws a Refusal. */
export function fileOf(value: unknown, path: Path): ScenarioFile {
  const file = record(value, path);
  const name = text(file["name"], `${path}.name`, MAX_NAME_CHARS);
  if (!/^[\w][\w.-]*$/.test(name))
    fail(`${path}.name`, "may have only letters, digits, “.”, “-” and “_”");
  return { name, text: text(file["text"], `${path}.text`, MAX_FILE_CHARS) };
}

function entryOf(value: unknown, path: Path): JournalEntry {
  const entry = record(value, path);
  return {
    at: numberIn(entry["at"], `${path}.at`, { from: 0, to: MAX_AT_MS }),
    input: checkInput(entry["input"], `${path}.input`),
    action: integer(entry["action"], `${path}.action`, { from: 0, to: 1_000_000 }),
    label: text(entry["label"], `${path}.label`, MAX_LABEL_CHARS),
    ...optional("world", entry["world"], (found) => oneOf(found, `${path}.world`, ["a", "b"])),
  };
}

function viewOf(value: unknown, path: Path): ScenarioView {
  const view = record(value, path);
  return {
    ...optional("language", view["language"], (found) =>
      oneOf(found, `${path}.language`, ["en", "ko"]),
    ),
    ...optional("theme", view["theme"], (found) =>
      oneOf(found, `${path}.theme`, ["dark", "light", "projector"]),
    ),
    ...optional("selection", view["selection"], (found) =>
      text(found, `${path}.selection`, MAX_LABEL_CHARS),
    ),
    ...optional("present", view["present"], (found) => flag(found, `${path}.present`)),
    ...optional("title", view["title"], (found) => text(found, `${path}.title`, MAX_NAME_CHARS)),
  };
}

/** Refuses what is too deep or too much before anything else looks at it. */
function measure(value: unknown): void {
  let left = MAX_VALUES;
  const walk = (part: unknown, depth: number): void => {
    left -= 1;
    if (left < 0) fail("scenario", `has more than ${MAX_VALUES} values`);
    if (depth > MAX_DEPTH) fail("scenario", `is nested deeper than ${MAX_DEPTH} levels`);
    if (typeof part !== "object" || part === null) return;
    for (const inner of Object.values(part)) walk(inner, depth + 1);
  };
  walk(value, 0);
}
