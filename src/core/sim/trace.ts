import type { Millis } from "#core/base/time.ts";

/** Who acted: decides the lane of the timeline. */
export type TraceLane = "you" | "controllers" | "scheduler" | "kubelets" | "faults" | "network";

/** The object a trace entry is about. */
export interface TraceObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** A reason in code form; texts for people are made from it in app/i18n. Facts are scalars only. */
export interface Because {
  /** Such as `replicas-missing`, `node-chosen`, `probe-failed`. Lower case words joined by `-`. */
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

/** One thing that happened in the cluster, with its cause. */
export interface TraceEntry {
  /** Grows by one; never reused within a branch. */
  readonly id: number;
  readonly at: Millis;
  readonly lane: TraceLane;
  /** Such as `you`, `deployment-controller`, `default-scheduler`, `kubelet/worker-1`. */
  readonly actor: string;
  /** API verb of a write (`create update patch delete`), or `input`, `fault`, `note`. */
  readonly verb: string;
  readonly subresource: string;
  readonly object: TraceObject | null;
  /** Store revision that the write made, or 0. */
  readonly revision: number;
  /** id of the entry that led to this one, or 0. */
  readonly cause: number;
  readonly because: Because | null;
}

/** What the log remembers. */
export interface TraceState {
  nextId: number;
  /** The newest entries, oldest first. */
  entries: TraceEntry[];
}

const MAX_ENTRIES = 20_000;
const KEPT_ENTRIES = 15_000;

/** The log of causes: a bounded list of what happened, newest last. */
export class TraceLog {
  state: TraceState = { nextId: 1, entries: [] };

  /** A state that shares the entries, which are frozen. */
  copyState({ nextId, entries }: TraceState): TraceState {
    return { nextId, entries: entries.slice() };
  }

  /** Appends an entry and returns its id. */
  append(entry: Omit<TraceEntry, "id">): number {
    const id = this.state.nextId;
    this.state.nextId += 1;
    const { at, lane, actor, verb, subresource, object, revision, cause, because } = entry;
    this.state.entries.push(
      Object.freeze({ id, at, lane, actor, verb, subresource, object, revision, cause, because }),
    );
    if (this.state.entries.length > MAX_ENTRIES)
      this.state.entries = this.state.entries.slice(-KEPT_ENTRIES);
    return id;
  }

  /** The entry of this id, or undefined when it is unknown or was dropped. */
  find(id: number): TraceEntry | undefined {
    const first = this.state.entries[0];
    return first ? this.state.entries[id - first.id] : undefined;
  }

  /** The newest entry with this reason whose facts include the given ones; undefined when there is none, or no longer. */
  newest({ code, facts }: Because): TraceEntry | undefined {
    const wanted = Object.entries(facts);
    return this.state.entries.findLast(
      ({ because }) =>
        because?.code === code && wanted.every(([name, value]) => because.facts[name] === value),
    );
  }

  /** Entries with an id greater than `id`, oldest first. */
  since(id: number): readonly TraceEntry[] {
    const first = this.state.entries[0];
    if (!first) return [];
    return this.state.entries.slice(Math.max(0, id + 1 - first.id));
  }
}
