import { faults } from "#core/cluster/faults/index.ts";
import type { ClusterShape } from "#core/cluster/options.ts";
import type { Script, ScriptHost } from "#kubectl/script.ts";
import { Yard, type CommandInput } from "./yard.ts";

/** The world a script starts in: three masters, three workers, nothing else. */
const DEFAULT_SHAPE: ClusterShape = {
  controlPlanes: 3,
  workers: 3,
  etcdMembers: 3,
  workerCpu: "2",
  workerMemory: "4Gi",
  startTime: "2026-03-02T09:00:00Z",
  preset: "empty",
};
const MAX_MACHINES = 1_000;

/** How a script's steps reach the world. */
export interface ScriptYardOptions {
  readonly seed?: number;
  /** Text of `-f NAME`. */
  readonly readFile?: (name: string) => string | undefined;
  /** What the command lines know of their surroundings. */
  readonly session?: CommandInput["session"];
}

/** A world for a script and the door to it. Throws an Error with a readable message when `cluster:` asks for what cannot be. */
export function scriptYard(
  script: Script,
  { seed = 1, readFile, session }: ScriptYardOptions = {},
): { readonly yard: Yard; readonly host: ScriptHost } {
  const yard = new Yard({ seed, spec: shapeOf(script.cluster) });
  const host: ScriptHost = {
    run(line, stdin) {
      const { exitCode, stdout, stderr } = yard.kubectl(line, {
        stdin,
        ...(readFile && { readFile }),
        ...(session && { session }),
      });
      return { rc: exitCode, stdout, stderr };
    },
    tick: (ms) => yard.tick(ms),
    fault(name, target, on) {
      checkFault(yard, { name, target });
      yard.fault({ name, target, on });
    },
  };
  return { yard, host };
}

/** The cluster takes no notice of a fault it does not know; a script that names one has a slip in it. */
function checkFault(
  { cluster }: Yard,
  { name, target }: { readonly name: string; readonly target: string },
): void {
  const fault = faults.find((each) => each.name === name);
  if (!fault)
    throw new Error(
      `there is no fault ${name}; there are ${faults.map((each) => each.name).join(", ")}`,
    );
  if (!cluster.store.get(fault.targetKind, target))
    throw new Error(`fault ${name}: there is no ${fault.targetKind} ${target}`);
}

/** The machine park that the settings of a script ask for. */
function shapeOf(settings: Script["cluster"]): ClusterShape {
  const shape: { -readonly [Key in keyof ClusterShape]: ClusterShape[Key] } = { ...DEFAULT_SHAPE };
  for (const [name, value] of Object.entries(settings)) {
    switch (name) {
      case "masters":
        shape.controlPlanes = countOf(name, value);
        shape.etcdMembers = shape.controlPlanes;
        break;
      case "workers":
        shape.workers = countOf(name, value);
        break;
      case "cpu":
        shape.workerCpu = value;
        break;
      case "memory":
        shape.workerMemory = value;
        break;
      default:
        throw new Error(
          `cluster: there is no setting ${name}; there are masters, workers, cpu and memory`,
        );
    }
  }
  return shape;
}

function countOf(name: string, text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(count <= MAX_MACHINES))
    throw new Error(`cluster: ${name}=${text} is no number of machines`);
  return count;
}
