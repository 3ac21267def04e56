import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { traceChecks } from "./checks.ts";
import { play } from "./play.ts";
import type { LogEntry, Trace } from "./trace.ts";
import { traces } from "./traces.ts";

/** Scenarios whose kinds Podyard has. */
const SCENARIOS = [
  "crash-loop",
  "cronjob",
  "daemonset",
  "deployment-create",
  "foreground-delete",
  "heal-delete-pod",
  "job-completions",
  "job-fails",
  "job-ttl",
  "node-failure",
  "pause-resume",
  "pdb-drain",
  "pvc-binding",
  "quarantine-label",
  "recreate",
  "rolling-default",
  "rollout-restart",
  "scale-mid-rollout",
  "service-endpoints",
  "statefulset-ordered",
  "statefulset-pvc",
  "statefulset-update",
  "stuck-rollout-undo",
  "unschedulable",
];

function pathOf(scenario: string): string {
  return new URL(`../data/traces/${scenario}.json`, import.meta.url).pathname;
}

function traceOf(scenario: string): Trace {
  return JSON.parse(readFileSync(pathOf(scenario), "utf8")) as Trace;
}

describe("recorded scenarios", () => {
  test.each(SCENARIOS)("%s goes as with real controllers", async (scenario) => {
    const path = pathOf(scenario);
    const { passed, total, failures } = await traces.replay(readFileSync(path, "utf8"), path);
    expect(failures).toEqual([]);
    expect(passed).toBe(total);
  });
});

describe("the comparison", () => {
  const trace = traceOf("stuck-rollout-undo");
  const replay = play(trace);

  function failing(change: (entry: LogEntry) => LogEntry | undefined): string[] {
    const log = replay.log.flatMap((entry) => change(entry) ?? []);
    return traceChecks
      .filter((check) => check.differences(trace, { ...replay, log }).length > 0)
      .map(({ name }) => name);
  }

  test("finds nothing where nothing is changed", () => {
    expect(failing((entry) => entry)).toEqual([]);
  });

  const rows: [string, (entry: LogEntry) => LogEntry | undefined, string][] = [
    [
      "an event that is missing",
      (entry) => (entry["reason"] === "ScalingReplicaSet" ? undefined : entry),
      "events",
    ],
    [
      "another text of an event",
      (entry) =>
        entry.kind === "Event" ? { ...entry, message: `${String(entry["message"])}!` } : entry,
      "events",
    ],
    [
      "one replica more",
      (entry) =>
        entry.kind === "ReplicaSet" && entry["replicas"] === 4 ? { ...entry, replicas: 5 } : entry,
      "rollouts",
    ],
    [
      "a condition that never comes",
      (entry) => (JSON.stringify(entry).includes("ProgressDeadlineExceeded") ? undefined : entry),
      "conditions",
    ],
    [
      "an object that stays",
      (entry) => (entry.type === "DELETED" ? { ...entry, type: "MODIFIED" } : entry),
      "end state",
    ],
  ];
  test.each(rows)("finds %s", (_name, change, check) => {
    expect(failing(change)).toContain(check);
  });

  test("finds another exit code and another word of kubectl", () => {
    const [first, ...rest] = replay.results;
    const check = traceChecks.find(({ name }) => name === "kubectl");
    for (const changed of [
      { ...first, rc: 7 },
      { ...first, stdout: "deployment.apps/web made\n" },
    ]) {
      const results = [{ rc: 0, stdout: "", stderr: "", ...changed }, ...rest];
      expect(check?.differences(trace, { ...replay, results })).not.toEqual([]);
    }
  });
});
