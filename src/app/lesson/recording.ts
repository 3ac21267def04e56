import type { InputView } from "#protocol/messages.ts";
import type { ScenarioFile } from "#protocol/scenario.ts";
import type { YardState } from "#app/state/yard-state.ts";
import { servingPods } from "#app/panels/worlds/world-facts.ts";

/** What checks can be proposed about: facts at one moment. */
export interface Snapshot {
  readonly at: number;
  /** Actions so far. */
  readonly inputs: number;
  readonly deployments: ReadonlyMap<
    string,
    { readonly desired: number; readonly ready: number; readonly image: string }
  >;
  readonly services: ReadonlyMap<string, number>;
  /** Bare pods by name: ready or not. */
  readonly pods: ReadonlyMap<string, boolean>;
  readonly faults: readonly string[];
}

/** The facts of this moment, of the default namespace. */
export function snapshotOf(
  state: Pick<YardState, "at" | "inputs" | "deployments" | "services" | "pods" | "faults">,
): Snapshot {
  const own = <Row extends { readonly namespace: string }>(rows: Iterable<Row>) =>
    [...rows].filter(({ namespace }) => namespace === "default");
  return {
    at: state.at,
    inputs: state.inputs.length,
    deployments: new Map(
      own(state.deployments.values()).map(({ name, desired, ready, image }) => [
        name,
        { desired, ready, image },
      ]),
    ),
    services: new Map(
      own(state.services.values())
        .filter(({ name }) => name !== "kubernetes")
        .map(({ name, endpoints }) => [name, endpoints.length]),
    ),
    pods: new Map(
      own(servingPods(state))
        .filter(({ ownerKind, family }) => ownerKind === "" && family !== "leaving")
        .map(({ name, ready }) => [name, ready]),
    ),
    faults: state.faults,
  };
}

/** Checks that hold now and did not hold before, in the check language: what the step was about. Never empty. */
export function proposeChecks(
  before: Snapshot,
  after: Snapshot,
  { step, deleted }: { readonly step: string; readonly deleted: readonly string[] },
): readonly string[] {
  const proposals = [
    ...deploymentChecks(before, after),
    ...deletedChecks(after, deleted),
    ...serviceChecks(before, after),
    ...podChecks(before, after),
    ...faultChecks(before, after),
  ];
  return proposals.length > 0 ? proposals : [`noted('read', '${step}') >= 1`];
}

function deploymentChecks(before: Snapshot, after: Snapshot): readonly string[] {
  const now = [...after.deployments].flatMap(([name, { desired, image }]) => {
    const was = before.deployments.get(name);
    const what = `deployment/${name}`;
    return [
      ...(was?.desired === desired
        ? []
        : [`replicas(${what}) == ${desired} && ready(${what}) == ${desired}`]),
      ...(was && was.image !== image
        ? [`image(${what}) == '${image}' && updated(${what}) == ${desired}`]
        : []),
    ];
  });
  const gone = [...before.deployments.keys()]
    .filter((name) => !after.deployments.has(name))
    .map((name) => `count(deployment/${name}) == 0`);
  return [...now, ...gone];
}

/** `deleted` names the app of each pod that was deleted by hand. */
function deletedChecks(after: Snapshot, deleted: readonly string[]): readonly string[] {
  return [...new Set(deleted)].map((app) => {
    const count = deleted.filter((each) => each === app).length;
    const deployment = after.deployments.get(app);
    const isWhole = deployment ? ` && ready(deployment/${app}) == ${deployment.desired}` : "";
    return `gone(pod[app=${app}]) >= ${count}${isWhole}`;
  });
}

function serviceChecks(before: Snapshot, after: Snapshot): readonly string[] {
  return [...after.services].flatMap(([name, endpoints]) =>
    !before.services.has(name) && endpoints > 0
      ? [`endpoints(service/${name}) >= ${endpoints}`]
      : [],
  );
}

function podChecks(before: Snapshot, after: Snapshot): readonly string[] {
  const made = [...after.pods].flatMap(([name, ready]) =>
    ready && before.pods.get(name) !== true ? [`ready(pod/${name}) == 1`] : [],
  );
  const gone = [...before.pods.keys()]
    .filter((name) => !after.pods.has(name))
    .map((name) => `count(pod/${name}) == 0`);
  return [...made, ...gone];
}

function faultChecks(before: Snapshot, after: Snapshot): readonly string[] {
  const check = (fault: string, value: 0 | 1) => {
    const [name = "", ...target] = fault.split(" ");
    return `fault('${name}', '${target.join(" ")}') == ${value}`;
  };
  return [
    ...after.faults.filter((each) => !before.faults.includes(each)).map((each) => check(each, 1)),
    ...before.faults.filter((each) => !after.faults.includes(each)).map((each) => check(each, 0)),
  ];
}

/** What was done between two moments, as lines of a solution. */
export interface Recorded {
  readonly lines: readonly string[];
  /** Apps of the pods that were deleted by name. */
  readonly deleted: readonly string[];
}

interface RecordingFacts {
  /** App of every pod seen so far, by name. */
  readonly apps: ReadonlyMap<string, string>;
  readonly files: readonly ScenarioFile[];
  readonly until: number;
}

/** Turns inputs into lines that do the same anew: times become waits, and names of pods that will be others become places. */
export function linesOf(
  inputs: readonly InputView[],
  { apps, files, until }: RecordingFacts,
): Recorded {
  const lines: string[] = [];
  const deleted: string[] = [];
  let at = inputs[0]?.at ?? until;
  const seen = new Set<number>();
  for (const input of inputs) {
    if (seen.has(input.action)) continue;
    seen.add(input.action);
    const seconds = Math.round((input.at - at) / 1000);
    if (seconds > 0) lines.push(`tick ${seconds}s`);
    at = input.at;
    const places = new Map<string, number>();
    const line = input.label.replace(/[a-z0-9][a-z0-9.-]*/g, (word) => {
      const app = apps.get(word);
      if (app === undefined || app === "" || app === word) return word;
      const place = (places.get(app) ?? 0) + 1;
      places.set(app, place);
      if (/\bdelete\b/.test(input.label)) deleted.push(app);
      return place === 1 ? `{pod[app=${app}]}` : `{pod[app=${app}]#${place}}`;
    });
    lines.push(...withFile(line, files));
  }
  lines.push(`tick ${Math.max(5, Math.ceil((until - at) / 1000) + 5)}s`);
  return { lines, deleted };
}

/** An applied file stands in the solution as it was applied. */
function withFile(label: string, files: readonly ScenarioFile[]): readonly string[] {
  const load = /^load (?:default\/)?(\S+) (\S+)$/.exec(label);
  if (load) return [`load ${load[1]} ${load[2]}`];
  const name = /^kubectl apply -f (\S+)$/.exec(label)?.[1];
  const file = files.find((each) => each.name === name);
  if (!file) return [label];
  return [`edit ${file.name} <<EOF\n${file.text.replace(/\n*$/, "\n")}EOF`, `apply ${file.name}`];
}
