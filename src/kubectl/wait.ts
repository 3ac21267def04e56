import type { KubeObject } from "#core/api/meta.ts";
import { closeWatch, nextEvents, openWatch } from "./api.ts";
import type { Steps } from "./command.ts";
import type { ApiResource, Session } from "./define.ts";

/** One object to look at until something is true of it. */
export interface Watched {
  readonly resource: ApiResource;
  /** As last read; watching begins at its revision. */
  readonly object: KubeObject;
  /** Virtual Unix ms at which to give up. */
  readonly deadline: number;
}

/** What watching one object ended with. */
export type Ended<T> =
  | { readonly type: "decided"; readonly value: T }
  | { readonly type: "timeout" }
  | { readonly type: "deleted" };

/** Watches one object until `decide` returns something; `decide` is not asked about the object as given. */
export function* watchObject<T>(
  session: Session,
  { resource, object, deadline }: Watched,
  decide: (object: KubeObject) => Steps<T | undefined>,
): Steps<Ended<T>> {
  const { namespace = "", name = "", resourceVersion } = object.metadata;
  const options = {
    fieldSelector: `metadata.name=${name}`,
    ...(resourceVersion !== undefined && { resourceVersion }),
  };
  const watch = yield* openWatch({ resource, namespace, options });
  try {
    for (;;) {
      const left = deadline - session.nowEpochMs();
      if (left <= 0) return { type: "timeout" };
      const events = yield* nextEvents(watch, left);
      if (events.length === 0) return { type: "timeout" };
      for (const event of events) {
        if (event.type === "BOOKMARK" || event.type === "ERROR") continue;
        if (event.type === "DELETED") return { type: "deleted" };
        const value = yield* decide(event.object as KubeObject);
        if (value !== undefined) return { type: "decided", value };
      }
    }
  } finally {
    yield* closeWatch(watch);
  }
}

/** Whether the object went away before the deadline. */
export function* waitUntilDeleted(session: Session, watched: Watched): Steps<boolean> {
  const { uid } = watched.object.metadata;
  const ended = yield* watchObject<true>(session, watched, function* (object) {
    return object.metadata.uid === uid ? undefined : true;
  });
  return ended.type !== "timeout";
}
