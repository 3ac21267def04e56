import type { GaugeView, MarkView, ViewOp, ViewTable } from "#core/view/rows.ts";
import type { Frame } from "#protocol/messages.ts";
import type { ClusterSlice } from "./yard-state.ts";

/** More marks than this are not kept on the page: the oldest go first. */
const MAX_MARKS = 6000;

/** The picture before the first frame. */
export const EMPTY_CLUSTER: ClusterSlice = {
  connection: "starting",
  at: 0,
  receivedAt: 0,
  playing: false,
  speed: 1,
  pace: 0,
  past: false,
  branch: "",
  branches: [],
  inputs: [],
  revision: 0,
  faults: [],
  pods: new Map(),
  nodes: new Map(),
  deployments: new Map(),
  replicaSets: new Map(),
  services: new Map(),
  etcd: new Map(),
  events: new Map(),
  marks: [],
  traffic: new Map(),
  requests: [],
  gauges: [],
  lesson: null,
};

const TABLES: readonly ViewTable[] = [
  "pods",
  "nodes",
  "deployments",
  "replicaSets",
  "services",
  "etcd",
  "events",
];

/** The picture after a frame. Tables that the frame does not touch keep their identity, so that nothing re-renders for them. */
export function applyFrame(before: ClusterSlice, frame: Frame, receivedAt: number): ClusterSlice {
  return {
    ...before,
    ...applyOps(frame.reset ? EMPTY_CLUSTER : before, frame.ops),
    connection: "live",
    at: frame.at,
    receivedAt,
    playing: frame.playing,
    speed: frame.speed,
    pace: frame.pace,
    past: frame.past,
    branch: frame.branch,
    branches: kept(before.branches, frame.branches),
    inputs: kept(before.inputs, frame.inputs),
    revision: frame.revision,
    faults: kept(before.faults, frame.faults),
    marks: applyMarks(frame.reset ? [] : before.marks, frame.marks),
    traffic: new Map(frame.traffic.map((row) => [row.service, row])),
    requests: frame.requests,
    gauges: applyGauges(before, frame),
    lesson: sameOr(before.lesson, frame.lesson ?? (frame.reset ? null : before.lesson)),
  };
}

/** The picture that the page has brought along: the worker is on its way and will say the same. */
export function foreseen(frame: Frame, receivedAt: number): ClusterSlice {
  return { ...applyFrame(EMPTY_CLUSTER, frame, receivedAt), connection: "starting" };
}

type Tables = Pick<ClusterSlice, ViewTable>;

function applyOps(before: Tables, ops: readonly ViewOp[]): Tables {
  const after: Record<string, Map<string, unknown>> = {};
  for (const op of ops) {
    const table = (after[op.table] ??= new Map<string, unknown>(before[op.table]));
    if (op.row === undefined) table.delete(op.id);
    else table.set(op.id, op.row);
  }
  const entries = TABLES.map((name) => [name, after[name] ?? before[name]] as const);
  return Object.fromEntries(entries) as unknown as Tables;
}

function applyMarks(before: readonly MarkView[], fresh: readonly MarkView[]): readonly MarkView[] {
  if (fresh.length === 0) return before;
  const all = [...before, ...fresh];
  return all.length > MAX_MARKS ? all.slice(all.length - MAX_MARKS) : all;
}

/** What is known of the branch's later moments stays when the clock goes back; another branch has another future. */
function applyGauges(
  before: ClusterSlice,
  { gauges, reset, branch, at }: Frame,
): readonly GaugeView[] {
  const isSame = branch === before.branch;
  if (gauges.length === 0 && isSame && !reset) return before.gauges;
  const first = reset ? Number.NEGATIVE_INFINITY : (gauges[0]?.at ?? at + 1);
  const last = Math.max(at, gauges.at(-1)?.at ?? at);
  const later = isSame ? before.gauges.filter((gauge) => gauge.at > last) : [];
  return [...before.gauges.filter((gauge) => gauge.at < first), ...gauges, ...later];
}

/** The value before when the new one says the same. */
function sameOr<T>(before: T, after: T): T {
  return JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

/** The same for lists: small lists that come with every frame. */
function kept<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  return before.length === after.length && JSON.stringify(before) === JSON.stringify(after)
    ? before
    : after;
}
