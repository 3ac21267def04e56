import { namespaceOf } from "#core/api/meta.ts";
import type { Change } from "#core/client/changes.ts";
import { Yard } from "#hosts/cli/yard.ts";
import { digestOf } from "./digest.ts";
import { Renamer } from "./rename.ts";
import type { LogEntry, Replay, StepResult, Trace, TraceStep } from "./trace.ts";

const NAMESPACE = "trace";
/** A real kubectl takes most of its time to start; the request comes near its end. */
const ANSWER_MS = 10;
/** A command that waits for something: its length follows from what happens, not from the recording. */
const STARTUP_MS = 60;
const POLL_MS = 5_000;
const EVENT_TYPES = { added: "ADDED", updated: "MODIFIED", deleted: "DELETED" } as const;

/** Somebody answers for metrics, as the fake server of the recordings did. */
const PLACE = { name: "metrics", namespace: "kube-system" };
const MEASURED = {
  kind: "List",
  apiVersion: "v1",
  items: [
    { apiVersion: "v1", kind: "Service", metadata: PLACE, spec: { ports: [{ port: 443 }] } },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { ...PLACE, labels: { "kubernetes.io/service-name": PLACE.name } },
      addressType: "IPv4",
      endpoints: [{ addresses: ["10.0.0.9"], conditions: { ready: true } }],
    },
    {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: "v1beta1.metrics.k8s.io" },
      spec: {
        group: "metrics.k8s.io",
        version: "v1beta1",
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: PLACE,
      },
    },
  ],
};

/** Plays the steps of a recorded scenario on a cluster like the recorded one, in virtual time, and notes what happened. */
export function play(trace: Trace, { seed }: { readonly seed: number } = { seed: 1 }): Replay {
  const yard = newYard(seed);
  const recorder = new Recorder(yard, new Set(trace.log.map(({ kind }) => kind)));
  const results: StepResult[] = [];
  for (const step of trace.steps) {
    const result = playStep(yard, recorder, step);
    if (result) results.push(result);
  }
  return recorder.finish(results);
}

function newYard(seed: number): Yard {
  const yard = new Yard({
    seed,
    spec: {
      controlPlanes: 0,
      workers: 3,
      etcdMembers: 1,
      workerCpu: "4",
      workerMemory: "8Gi",
      startTime: "2026-11-23T04:00:00Z",
      preset: "empty",
    },
    kubeletProfile: "imitated",
    workerName: (index) => `node-${index}`,
    hasView: false,
  });
  yard.kubectl(["create", "namespace", NAMESPACE]);
  yard.kubectl(["create", "-f", "-"], { stdin: JSON.stringify(MEASURED) });
  yard.tick(20_000);
  return yard;
}

function playStep(yard: Yard, recorder: Recorder, step: TraceStep): StepResult | undefined {
  if ("wait" in step) {
    for (let left = step.wait; left > 0; left -= POLL_MS) {
      yard.tick(Math.min(left, POLL_MS));
      recorder.take();
    }
    return undefined;
  }
  const isWaiting = waits(step.kubectl);
  yard.tick(isWaiting ? STARTUP_MS : Math.max(0, step.took - ANSWER_MS));
  const { exitCode, stdout, stderr } = yard.kubectl(
    step.kubectl.map((word) => recorder.typedName(word)),
    {
      namespace: NAMESPACE,
      ...(step.input !== undefined && { stdin: step.input }),
    },
  );
  yard.tick(ANSWER_MS);
  recorder.take();
  return { rc: exitCode, stdout, stderr };
}

function waits(words: readonly string[]): boolean {
  if (words[0] === "rollout") return words[1] === "status";
  if (words[0] === "delete") return !words.includes("--wait=false");
  return words[0] === "wait" || words[0] === "drain";
}

/** Notes the changes of a namespace as an observer with watches would. */
class Recorder {
  private readonly yard: Yard;
  private readonly kinds: ReadonlySet<string>;
  private readonly renamer = new Renamer();
  private readonly log: LogEntry[] = [];
  private readonly startedAt: number;
  private revision: number;

  constructor(yard: Yard, kinds: ReadonlySet<string>) {
    this.yard = yard;
    this.kinds = kinds;
    this.startedAt = yard.cluster.simulation.now;
    this.revision = yard.cluster.revision;
    if (!kinds.has("Node")) return;
    for (const node of yard.cluster.store.list("Node", ""))
      this.log.push({ t: 0, type: "MODIFIED", kind: "Node", ...digestOf(node) });
  }

  take(): void {
    const changes = this.yard.cluster.store.changesSince(this.revision);
    if (!changes)
      throw new Error("more happened between two looks than the log of the store keeps");
    for (const change of changes) {
      this.revision = change.revision;
      this.note(change);
    }
  }

  /** The name that stands behind a replaced one; of what is only now to be made any will do. */
  typedName(word: string): string {
    return this.renamer.originalOf(word) ?? word.replace(/<(run\d+)>/g, "$1");
  }

  finish(results: readonly StepResult[]): Replay {
    this.take();
    return {
      log: JSON.parse(this.renamer.renamed(JSON.stringify(this.log))) as LogEntry[],
      results: results.map(({ rc, stdout, stderr }) => ({
        rc,
        stdout: this.renamer.renamed(stdout),
        stderr: this.renamer.renamed(stderr),
      })),
    };
  }

  private note({ type, kind, object, old, at }: Change): void {
    const isEverywhere = kind === "Node" || kind === "PersistentVolume";
    if (isEverywhere ? !this.kinds.has(kind) : namespaceOf(object) !== NAMESPACE) return;
    const digest = digestOf(object);
    if (!digest) return;
    if (type === "added") this.renamer.note(object);
    // Heartbeats change nothing that the recorder noted of a node.
    const isHeartbeat =
      kind === "Node" &&
      old !== undefined &&
      JSON.stringify(digestOf(old)) === JSON.stringify(digest);
    if (isHeartbeat) return;
    this.log.push({ t: at - this.startedAt, type: EVENT_TYPES[type], kind, ...digest });
  }
}
