import { compareText } from "#core/base/order.ts";

/** Why no node was found. Models framework.FitError. */
export interface FitError {
  readonly numAllNodes: number;
  readonly preFilterMessage: string;
  readonly postFilterMessage: string;
  /** Reasons of each node that was looked at. */
  readonly nodeReasons: Iterable<readonly string[]>;
}

/** `0/3 nodes are available: 1 Too many pods, 2 Insufficient cpu.` and the post-filter's sentence. Models FitError.Error. */
export function fitErrorMessage({
  numAllNodes,
  preFilterMessage,
  postFilterMessage,
  nodeReasons,
}: FitError): string {
  const head = `0/${numAllNodes} nodes are available:`;
  const middle = preFilterMessage !== "" ? ` ${preFilterMessage}.` : tally(nodeReasons);
  const tail = postFilterMessage === "" ? "" : ` ${postFilterMessage}`;
  return `${head}${middle}${tail}`;
}

function tally(nodeReasons: Iterable<readonly string[]>): string {
  const counts = new Map<string, number>();
  for (const reasons of nodeReasons)
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  if (counts.size === 0) return "";
  const parts = [...counts].map(([reason, count]) => `${count} ${reason}`).sort(compareText);
  return ` ${parts.join(", ")}.`;
}

/** What dynamic resources and preemption add when neither can help. Models the default profile's PostFilter plugins. */
export function postFilterMessage({
  numAllNodes,
  hopeless,
  withoutVictims,
}: {
  readonly numAllNodes: number;
  readonly hopeless: number;
  readonly withoutVictims: number;
}): string {
  const nodeReasons = [
    ...Array.from({ length: hopeless }, () => ["Preemption is not helpful for scheduling"]),
    ...Array.from({ length: withoutVictims }, () => [
      "No preemption victims found for incoming pod",
    ]),
  ];
  const preemption = fitErrorMessage({
    numAllNodes,
    preFilterMessage: "",
    postFilterMessage: "",
    nodeReasons,
  });
  return `no new claims to deallocate, preemption: ${preemption}`;
}
