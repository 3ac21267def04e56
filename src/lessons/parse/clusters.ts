import { isScalar } from "yaml";
import type { LessonWorld } from "#protocol/lesson.ts";
import { DEFAULT_CLUSTER, type ClusterSpec, type WorldId } from "#protocol/scenario.ts";
import type { Place, YamlReader } from "./yaml-reader.ts";

const EMPTY: ClusterSpec = { ...DEFAULT_CLUSTER, preset: "empty" };

/** Machine parks that have a name. */
const NAMED: Readonly<Record<string, ClusterSpec>> = {
  C333: EMPTY,
  C31: { ...EMPTY, controlPlanes: 1, etcdMembers: 1 },
  C1: { ...EMPTY, controlPlanes: 1, etcdMembers: 1, workers: 1 },
};

const WORLD_KEYS = ["cluster", "apply", "load", "figure"] as const;
const CLUSTER_KEYS = [
  "controlPlanes",
  "workers",
  "etcdMembers",
  "workerCpu",
  "workerMemory",
  "startTime",
  "preset",
] as const;
const MAX_MACHINES = 100;
const FIGURES = ["stage", "pet", "cattle"] as const;

/** The one world, or the two, that a lesson starts with. */
export function readWorlds(
  reader: YamlReader,
  root: ReadonlyMap<string, Place>,
): readonly LessonWorld[] {
  const place = root.get("worlds");
  if (!place) return [readWorld(reader, root, "a")];
  for (const key of ["cluster", "apply", "load"]) {
    const beside = root.get(key);
    if (beside) reader.fail(beside, `${key} belongs into worlds when there are two`);
  }
  const both = reader.record(place, ["a", "b"]);
  return (["a", "b"] as const).map((id) => {
    const world = reader.required(both, id, place);
    return readWorld(reader, world.node ? reader.record(world, WORLD_KEYS) : new Map(), id);
  });
}

function readWorld(reader: YamlReader, from: ReadonlyMap<string, Place>, id: WorldId): LessonWorld {
  const figure = from.get("figure");
  return {
    id,
    cluster: readCluster(reader, from.get("cluster")),
    apply: reader.texts(from.get("apply")),
    load: reader.list(from.get("load")).map((place) => readLoad(reader, place)),
    figure: figure ? reader.oneOf(figure, FIGURES, "stage") : "stage",
  };
}

/** Customers of one Service. */
export function readLoad(
  reader: YamlReader,
  place: Place,
): { readonly service: string; readonly ratePerSecond: number } {
  const load = reader.record(place, ["service", "rate"]);
  return {
    service: reader.text(reader.required(load, "service", place)),
    ratePerSecond: reader.number(reader.required(load, "rate", place), 0),
  };
}

function readCluster(reader: YamlReader, place: Place | undefined): ClusterSpec {
  if (!place) return EMPTY;
  if (isScalar(place.node)) {
    const name = reader.text(place);
    const named = NAMED[name];
    if (!named)
      reader.fail(place, `there is no cluster ${name}; there are ${Object.keys(NAMED).join(", ")}`);
    return named ?? EMPTY;
  }
  const given = reader.record(place, CLUSTER_KEYS);
  const count = (key: "controlPlanes" | "workers" | "etcdMembers", absent: number) => {
    const at = given.get(key);
    const value = reader.number(at, absent);
    const isPossible = Number.isInteger(value) && value >= 0 && value <= MAX_MACHINES;
    if (!isPossible && at) reader.fail(at, `${value} is no number of machines`);
    return isPossible ? value : absent;
  };
  const controlPlanes = count("controlPlanes", EMPTY.controlPlanes);
  const preset = given.get("preset");
  const quantity = (key: "workerCpu" | "workerMemory" | "startTime") =>
    given.has(key) ? reader.text(given.get(key)) : EMPTY[key];
  return {
    controlPlanes,
    workers: count("workers", EMPTY.workers),
    etcdMembers: count("etcdMembers", controlPlanes),
    workerCpu: quantity("workerCpu"),
    workerMemory: quantity("workerMemory"),
    startTime: quantity("startTime"),
    preset: preset ? reader.oneOf(preset, ["shop", "empty"], "empty") : "empty",
  };
}
