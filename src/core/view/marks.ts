import type { MarkView } from "./rows.ts";

/** A trace entry as the view needs it; a core/sim TraceEntry fits. */
export interface MarkSource {
  readonly id: number;
  readonly at: number;
  readonly lane: MarkView["lane"];
  readonly actor: string;
  readonly verb: string;
  readonly subresource: string;
  readonly object: {
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
  } | null;
  readonly cause: number;
  readonly because: { readonly code: string; readonly facts: MarkView["facts"] } | null;
}

/** The mark of a trace entry. `zeroAt` is when the learner arrived, in ms since the cluster's start. */
export function markOf(entry: MarkSource, zeroAt: number): MarkView {
  return {
    id: entry.id,
    at: entry.at - zeroAt,
    lane: entry.lane,
    actor: entry.actor,
    verb: entry.subresource === "" ? entry.verb : `${entry.verb} ${entry.subresource}`,
    kind: entry.object?.kind ?? "",
    namespace: entry.object?.namespace ?? "",
    name: entry.object?.name ?? "",
    uid: entry.object?.uid ?? "",
    cause: entry.cause,
    code: entry.because?.code ?? "",
    facts: entry.because?.facts ?? {},
  };
}
