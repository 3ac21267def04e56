import { comparableOutput, withoutChoices, withoutVolumes } from "./words.ts";
import type { LogEntry, Replay, StepResult, Trace, TraceStep } from "./trace.ts";

/** One class of comparison: what differs between a recording and our replay of it. */
export interface TraceCheck {
  readonly name: string;
  differences(trace: Trace, replay: Replay): readonly string[];
}

/** The six classes of `traces/README.md`. */
export const traceChecks: readonly TraceCheck[] = [
  { name: "events", differences: compareLogs(eventsOf) },
  { name: "rollouts", differences: compareLogs(rolloutsOf) },
  { name: "conditions", differences: compareLogs(conditionsOf) },
  { name: "order", differences: compareLogs(orderOf) },
  { name: "end state", differences: compareLogs(endStateOf) },
  { name: "kubectl", differences: outputDifferences },
];

/** Lines that describe a log; two logs are equal when their lines are. */
type Summary = (log: readonly LogEntry[]) => readonly string[];

function compareLogs(summary: Summary): TraceCheck["differences"] {
  return (trace, replay) =>
    lineDifferences(summary(withoutIdleNodes(replay.log)), summary(withoutIdleNodes(trace.log)));
}

/** Heartbeats make nodes appear in a log to which nothing has happened. */
function withoutIdleNodes(log: readonly LogEntry[]): readonly LogEntry[] {
  const digests = new Map<string, Set<string>>();
  for (const { t: _t, ...entry } of log) {
    if (entry.kind !== "Node") continue;
    const seen = digests.get(entry.name ?? "") ?? new Set();
    digests.set(entry.name ?? "", seen.add(JSON.stringify(entry)));
  }
  return log.filter(({ kind, name = "" }) => kind !== "Node" || (digests.get(name)?.size ?? 0) > 1);
}

function lineDifferences(got: readonly string[], want: readonly string[]): string[] {
  const left = [...got];
  const missing: string[] = [];
  for (const line of want) {
    const place = left.indexOf(line);
    if (place < 0) missing.push(`misses ${line}`);
    else left.splice(place, 1);
  }
  return [...missing, ...left.map((line) => `has ${line}`)];
}

function eventsOf(log: readonly LogEntry[]): readonly string[] {
  const events = log.filter(({ kind, source }) => kind === "Event" && source !== "kubelet");
  const scalings = events.filter(({ reason }) => reason === "ScalingReplicaSet");
  const lines = events
    .filter((entry) => !scalings.includes(entry))
    .map(({ on, severity, reason, message, source }) =>
      withoutChoices([on, severity, reason, message, source].join(" | ")),
    );
  return [...new Set([...lines, ...scalingsOf(scalings)])].sort();
}

const SCALING =
  /^(?:\(combined from similar events\): )?(Scaled (?:up|down) replica set .+) from (\d+) to (\d+)$/;

/** How many steps a rollout takes depends on which pods become ready together: steps that follow each other count as one. */
function scalingsOf(events: readonly LogEntry[]): string[] {
  const open = new Map<string, { readonly begin: string; from: string; to: string }>();
  const done: string[] = [];
  for (const { on, severity, message } of events) {
    const [text = "", what = "", from = "", to = ""] = SCALING.exec(String(message)) ?? [
      String(message),
    ];
    const begin = `${on as string} | ${severity as string} | ${what || text}`;
    const before = open.get(begin);
    if (before?.to === from) before.to = to;
    else {
      if (before) done.push(`${begin} from ${before.from} to ${before.to}`);
      open.set(begin, { begin, from, to });
    }
  }
  return [
    ...done,
    ...[...open.values()].map(({ begin, from, to }) => `${begin} from ${from} to ${to}`),
  ];
}

function rolloutsOf(log: readonly LogEntry[]): readonly string[] {
  const deployments = new Set(
    log.filter(({ kind }) => kind === "Deployment").map(({ name }) => name ?? ""),
  );
  return [...deployments].flatMap((name) => rolloutOf(log, name).map((line) => `${name}: ${line}`));
}

function rolloutOf(log: readonly LogEntry[], deployment: string): string[] {
  const replicas = new Map<string, number>();
  const revisions = new Set<string>();
  let largest = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let first: string | undefined;
  let wasFull = false;
  for (const entry of log) {
    if (entry.kind === "ReplicaSet" && ownersOf(entry).includes(`Deployment/${deployment}`)) {
      if (entry.type === "DELETED") replicas.delete(entry.name ?? "");
      else replicas.set(entry.name ?? "", entry["replicas"] as number);
      revisions.add(
        `${entry.name ?? ""} ${annotationsOf(entry)["deployment.kubernetes.io/revision"] ?? ""}`,
      );
      largest = Math.max(
        largest,
        [...replicas.values()].reduce((sum, each) => sum + each, 0),
      );
      first ??= [...replicas.values()].join(",");
    }
    if (entry.kind === "Deployment" && entry.name === deployment && entry["deleting"] !== true) {
      const available = statusOf(entry)["availableReplicas"] ?? 0;
      wasFull ||= available === entry["replicas"];
      if (wasFull) smallest = Math.min(smallest, available as number);
    }
  }
  const last = [...replicas.values()].join(",");
  return [
    `largest total ${largest}`,
    `smallest available ${smallest}`,
    `first ${first}`,
    `last ${last}`,
    ...[...revisions].sort().map((each) => `revision ${each}`),
  ];
}

/** Each condition by itself: which of two changes first is a matter of milliseconds. */
function conditionsOf(log: readonly LogEntry[]): readonly string[] {
  const sequences = new Map<string, string[]>();
  for (const entry of log) {
    for (const condition of entry.kind === "Pod"
      ? podConditionsOf(entry)
      : objectConditionsOf(entry)) {
      const key = `${entry.kind}/${entry.name ?? ""} ${condition.split(/[|=]/)[0] ?? ""}`;
      const sequence = sequences.get(key) ?? [];
      sequences.set(key, sequence);
      const isSeen =
        entry.kind === "Pod"
          ? sequence.includes(condition)
          : withoutCounts(sequence.at(-1) ?? "") === withoutCounts(condition);
      if (!isSeen) sequence.push(condition);
    }
  }
  return [...sequences]
    .map(([key, sequence]) => withoutChoices(`${key}: ${sequence.join(" -> ")}`))
    .sort();
}

function withoutCounts(text: string): string {
  return text.replace(/\d+/g, "#");
}

function objectConditionsOf(entry: LogEntry): readonly string[] {
  if (entry.kind === "Event") return [];
  const list = entry["conditions"] ?? statusOf(entry)["conditions"];
  return Array.isArray(list) ? (list as string[]) : [];
}

/** Of a pod only what is no kubelet's: scheduling and disruption. A scheduler that is busy misses what lasts a moment, so order of first sight counts. */
function podConditionsOf(entry: LogEntry): readonly string[] {
  const list = (entry["conditions"] as readonly string[] | undefined) ?? [];
  const message = entry["schedulingMessage"];
  return list
    .filter((each) => each.startsWith("PodScheduled=") || each.startsWith("DisruptionTarget="))
    .map((each) => (each.startsWith("PodScheduled=False") ? `${each}: ${String(message)}` : each));
}

const ORDERED_KINDS = new Set([
  "Job",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "PodDisruptionBudget",
  "StatefulSet",
]);

/** Events are compared by themselves; Services are made elsewhere at the same time, and not in all recordings. */
const UNORDERED_KINDS = new Set(["EndpointSlice", "Event", "Service"]);

function orderOf(log: readonly LogEntry[]): readonly string[] {
  if (!log.some(({ kind }) => ORDERED_KINDS.has(kind))) return [];
  const phases = new Map<string, string>();
  const steps: OrderStep[] = [];
  for (const entry of log) {
    if (UNORDERED_KINDS.has(entry.kind) || entry.name === undefined) continue;
    const object = `${entry.kind}/${entry.name}`;
    const note = (verb: string) =>
      steps.push({ text: `${verb} ${object}`, isAlike: isOneOfMany(entry) });
    if (entry.type === "ADDED" || entry.type === "DELETED") note(entry.type);
    const phase = entry["phase"];
    if (typeof phase === "string" && phases.get(object) !== phase) note(phase);
    if (typeof phase === "string") phases.set(object, phase);
  }
  // The controller of volumes works beside all others, at several volumes at once.
  const isVolume = ({ text }: OrderStep) => text.includes(" PersistentVolume/");
  const volumes = new Map<string, string[]>();
  for (const { text } of steps.filter(isVolume)) {
    const [verb = "", object = ""] = text.split(" ");
    volumes.set(object, [...(volumes.get(object) ?? []), verb]);
  }
  return [
    inSortedRuns(steps.filter((step) => !isVolume(step))).join(", "),
    ...[...volumes].map(([object, verbs]) => withoutVolumes(`${object}: ${verbs.join(", ")}`)),
  ];
}

interface OrderStep {
  readonly text: string;
  readonly isAlike: boolean;
}

/** Pods of one owner are alike, unless that gives them names: which of them starts or ends first is a matter of milliseconds, and so is its number. */
function isOneOfMany(entry: LogEntry): boolean {
  const [owner = ""] = ownersOf(entry);
  return entry.kind === "Pod" && owner !== "" && !owner.startsWith("StatefulSet/");
}

function inSortedRuns(steps: readonly OrderStep[]): string[] {
  const runs: OrderStep[][] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    if (step.isAlike && last?.[0]?.isAlike === true) last.push(step);
    else runs.push([step]);
  }
  return runs.flatMap((run) =>
    run[0]?.isAlike === true
      ? run.map(({ text }) => withoutChoices(text)).sort()
      : run.map(({ text }) => text),
  );
}

function endStateOf(log: readonly LogEntry[]): readonly string[] {
  const last = new Map<string, LogEntry>();
  for (const entry of log)
    if (entry.kind !== "Event") last.set(`${entry.kind}/${entry.name ?? ""}`, entry);
  return [...last.values()]
    .filter(({ type }) => type !== "DELETED")
    .map(endLineOf)
    .sort();
}

function endLineOf({ t: _t, type: _type, ...digest }: LogEntry): string {
  const text = JSON.stringify(
    digest.kind === "ReplicaSet" ? withoutGeneration(digest) : digest,
    (key, value: unknown) => {
      if (isMap(value))
        return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
      if (key === "conditions" || key === "endpoints")
        return (value as string[]).map(withoutChoices).sort();
      return value;
    },
  );
  return withoutChoices(text);
}

/** The generation of a ReplicaSet counts the steps of its rollout; what matters is that its controller has seen the last. */
function withoutGeneration(
  digest: Omit<LogEntry, "t" | "type">,
): Readonly<Record<string, unknown>> {
  const { observedGeneration, ...status } = digest["status"] as Readonly<Record<string, unknown>>;
  return {
    ...digest,
    generation: observedGeneration === digest["generation"] ? "observed" : "not observed",
    status,
  };
}

function outputDifferences({ steps }: Trace, { results }: Replay): readonly string[] {
  const commands = steps.filter((step) => "kubectl" in step);
  return commands.flatMap((step, i) => stepDifferences(step, results[i]));
}

function stepDifferences(
  step: Extract<TraceStep, { rc: number }>,
  result: StepResult | undefined,
): string[] {
  const name = `kubectl ${step.kubectl.join(" ")}`;
  if (!result) return [`${name}: did not run`];
  const code = result.rc === step.rc ? [] : [`exit code ${result.rc} instead of ${step.rc}`];
  // How often the scheduler looked again depends on how busy it was, so each text counts once among events.
  const counted = (lines: string[]) =>
    step.kubectl.includes("events") ? [...new Set(lines)] : lines;
  const out = lineDifferences(
    counted(comparableOutput(result.stdout)),
    counted(comparableOutput(step.stdout)),
  );
  const err = lineDifferences(comparableOutput(result.stderr), comparableOutput(step.stderr));
  return [...code, ...out, ...err].map((line) => `${name}: ${line}`);
}

function ownersOf(entry: LogEntry): readonly string[] {
  return (entry["owners"] as readonly string[] | undefined) ?? [];
}

function annotationsOf(entry: LogEntry): Readonly<Record<string, string>> {
  return (entry["annotations"] as Readonly<Record<string, string>> | undefined) ?? {};
}

function statusOf(entry: LogEntry): Readonly<Record<string, unknown>> {
  return (entry["status"] as Readonly<Record<string, unknown>> | undefined) ?? {};
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
