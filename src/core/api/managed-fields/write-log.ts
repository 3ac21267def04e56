import type { KubeObject } from "../meta.ts";
import type { Managers } from "./managers.ts";

/** One write that may have taken fields. */
export interface LoggedWrite {
  readonly manager: string;
  readonly subresource: string;
  readonly apiVersion: string;
  readonly epochMs: number;
  /** The object before; undefined when it was created. */
  readonly before: KubeObject | undefined;
  /** What was written, if that is what was meant. */
  readonly after: KubeObject;
  /** What the client sent, still to be decoded: ownership is told before admission and the server's own fields. */
  readonly sent: { readonly body: unknown } | undefined;
  /** Version that the write led to. */
  readonly resourceVersion: string;
}

/**
 * Who wrote an object, from which its managedFields can be worked out when somebody asks: components write far more often than people look.
 * Frozen, and its parts are never written into: checkpoints share it.
 */
export interface WriteLog {
  /** As they stood before the writes. */
  readonly managers: Managers;
  /** Oldest first. */
  readonly writes: readonly LoggedWrite[];
}

/** Writes kept before managers are worked out and the objects let go. */
const MAX_WRITES = 8;
const NO_MANAGERS: Managers = Object.freeze([]);
const NO_WRITES: readonly LoggedWrite[] = Object.freeze([]);

/** The log with one more write; `fold` works out the managers of a log grown too long. Writes of one manager in a row become one. */
export function withWrite(
  log: WriteLog | undefined,
  write: LoggedWrite,
  fold: (log: WriteLog) => Managers,
): WriteLog {
  if (!log) return Object.freeze({ managers: NO_MANAGERS, writes: [write] });
  const last = log.writes.at(-1);
  if (last && continues(last, write))
    return Object.freeze({
      managers: log.managers,
      writes: log.writes.with(-1, since(last.before, write)),
    });
  const longer = { managers: log.managers, writes: [...log.writes, write] };
  if (longer.writes.length <= MAX_WRITES) return Object.freeze(longer);
  return Object.freeze({ managers: Object.freeze(fold(longer)), writes: NO_WRITES });
}

/** The write, as one with those before it. Written out: kubelets make one of these with every step of a pod. */
function since(before: KubeObject | undefined, write: LoggedWrite): LoggedWrite {
  const { manager, subresource, apiVersion, epochMs, after, sent, resourceVersion } = write;
  return { manager, subresource, apiVersion, epochMs, before, after, sent, resourceVersion };
}

function continues(last: LoggedWrite, next: LoggedWrite): boolean {
  return (
    next.manager === last.manager &&
    next.subresource === last.subresource &&
    next.apiVersion === last.apiVersion &&
    next.sent === undefined &&
    last.sent === undefined &&
    next.before?.metadata.resourceVersion === last.resourceVersion
  );
}
