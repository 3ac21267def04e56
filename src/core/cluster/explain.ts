import type { TraceEntry } from "#core/sim/trace.ts";
import type { Explanation, ExplainQuestion } from "#core/view/explanation.ts";
import { markOf } from "#core/view/marks.ts";
import { nextFor } from "./next.ts";
import type { Cluster } from "./cluster.ts";

const MAX_HOPS = 64;

/** Answers a question of the Explain panel: the chain of causes (newest first), and what the scheduler thought if a pod is in it. */
export function explain(cluster: Cluster, question: ExplainQuestion): Explanation {
  const chain = chainFrom(cluster, entryFor(cluster, question));
  const pod = podIn(question, chain);
  return {
    question,
    chain: chain.map((entry) => ({ mark: markOf(entry, cluster.zeroAt) })),
    scheduling: pod === undefined ? null : cluster.schedulingOf(pod),
    next: nextOf(cluster, question, pod),
  };
}

function nextOf(
  cluster: Cluster,
  question: ExplainQuestion,
  pod: { readonly namespace: string; readonly name: string } | undefined,
): Explanation["next"] {
  if (question.about === "object") return nextFor(cluster, question);
  return pod ? nextFor(cluster, { about: "object", kind: "Pod", ...pod }) : null;
}

function entryFor(cluster: Cluster, question: ExplainQuestion): TraceEntry | undefined {
  const { trace } = cluster;
  switch (question.about) {
    case "mark":
      return trace.find(question.id);
    case "latest":
      return trace.state.entries.findLast((entry) => entry.at >= cluster.zeroAt && isNews(entry));
    case "object":
      return trace.state.entries.findLast(
        (entry) => isAbout(entry, question) || isFaultOf(entry, question),
      );
  }
}

type AboutObject = ExplainQuestion & { readonly about: "object" };

function isAbout({ object }: TraceEntry, { kind, namespace, name }: AboutObject): boolean {
  return object?.kind === kind && object.namespace === namespace && object.name === name;
}

/** What was broken or mended by hand explains an object before the cluster has noticed. */
function isFaultOf({ because }: TraceEntry, { kind, namespace, name }: AboutObject): boolean {
  if (because?.code !== "input-fault") return false;
  const { target } = because.facts;
  return kind === "Node" ? target === name : kind === "Pod" && target === `${namespace}/${name}`;
}

/** Bookkeeping: true, but not what anybody means by "what just happened". */
const ROUTINE = new Set(["node-heartbeat", "status-counted", "node-registered"]);

function isNews({ because, lane }: TraceEntry): boolean {
  if (because) return !ROUTINE.has(because.code);
  return lane === "you" || lane === "faults";
}

function chainFrom(cluster: Cluster, newest: TraceEntry | undefined): TraceEntry[] {
  const chain: TraceEntry[] = [];
  let entry = newest;
  while (entry && chain.length < MAX_HOPS) {
    chain.push(entry);
    entry = entry.cause === 0 ? undefined : cluster.trace.find(entry.cause);
  }
  return chain;
}

function podIn(
  question: ExplainQuestion,
  chain: readonly TraceEntry[],
): { readonly namespace: string; readonly name: string } | undefined {
  if (question.about === "object") return question.kind === "Pod" ? question : undefined;
  const first = chain[0]?.object;
  return first?.kind === "Pod" ? first : undefined;
}
