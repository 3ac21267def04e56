import type { Millis } from "#core/base/time.ts";
import type { WriteLog } from "#core/api/managed-fields/write-log.ts";
import type { KubeObject } from "#core/api/meta.ts";

/** One committed write, as watchers see it. Frozen. */
export interface Change {
  readonly type: "added" | "updated" | "deleted";
  /** What objects of the kind are stored as. */
  readonly kind: string;
  /** `keyOf` the object: made once, since everybody who watches asks for it. */
  readonly key: string;
  /** The new state; the last state when deleted. */
  readonly object: KubeObject;
  /** The state before; undefined when added. */
  readonly old: KubeObject | undefined;
  readonly revision: number;
  /** When it was committed. */
  readonly at: Millis;
  /** Trace entry of the write: pass it to `simulation.reactTo` before acting on the change. */
  readonly traceId: number;
  /** Who wrote the object, this write included. */
  readonly log?: WriteLog | undefined;
  /** Who had written it before. */
  readonly oldLog?: WriteLog | undefined;
}

/**
 * A component that watches kinds. Changes reach it `lagMs` after they were committed, as one event of type `changes`
 * whose payload is `readonly Change[]` in order of revision, handed to its `handle`.
 */
export interface Subscription {
  readonly to: string;
  readonly kinds: readonly string[];
  readonly lagMs: Millis;
  /** `node`: a Pod's changes go to `<to>/<spec.nodeName>` only (unbound pods to nobody), a Node's to `<to>/<its name>`. */
  readonly route: "all" | "node";
}

/** Who subscribes to this hears of the objects of every kind that a definition made. */
export const CUSTOM_RESOURCES = "custom resources";

/** Type of the event that brings changes. */
export const CHANGES = "changes";
