import type { WatchEvent } from "#core/api/request.ts";
import { namespaceOf, type KubeObject } from "#core/api/meta.ts";
import { expired } from "#core/api/status.ts";
import type { Change } from "#core/client/changes.ts";
import { inServedVersion } from "./body.ts";
import type { Call, ServerContext } from "./context.ts";
import { checkWatchOptions } from "./list-options.ts";
import { inOrder, matchingObjects, selectorOf } from "./list.ts";
import { emptyObject, shownObject, withManagers } from "./ownership.ts";
import { tableOf } from "./table.ts";

const INITIAL_EVENTS_END = "k8s.io/initial-events-end";
/** A quiet watch is told where the world stands about once a minute. */
const BOOKMARK_EVERY_MS = 60_000;

/** A watch that is read by asking: each call of `take` gives what happened since the last. Models the watch cache's cacheWatcher. */
export class WatchCursor {
  private readonly context: ServerContext;
  private readonly call: Call;
  private readonly isSelected: (object: KubeObject) => boolean;
  private revision: number;
  private initial: readonly WatchEvent[];
  private bookmarkAt: number;
  private isOver = false;

  /** Without a resourceVersion (or with "0") the watch begins with ADDED for every object there is, unless those are declined. */
  constructor(context: ServerContext, call: Call) {
    this.context = context;
    this.call = call;
    this.isSelected = selectorOf(call);
    const { options } = call.request;
    checkWatchOptions(options);
    const from = options.resourceVersion ?? "";
    const isFresh = from === "" || from === "0";
    const isReplayed = options.sendInitialEvents ?? isFresh;
    this.revision =
      isFresh || options.sendInitialEvents === true ? context.store.state.revision : Number(from);
    this.initial = isReplayed ? this.initialEvents() : [];
    this.bookmarkAt = context.simulation.now + BOOKMARK_EVERY_MS;
  }

  /** Events since the last call, oldest first. After an ERROR there are no more. */
  take(): readonly WatchEvent[] {
    if (this.isOver) return [];
    const events = [...this.initial];
    this.initial = [];
    const { store } = this.context;
    const changes = store.changesSince(this.revision);
    if (!changes) {
      this.isOver = true;
      const message = `too old resource version: ${this.revision} (${store.state.compactedRevision})`;
      return [{ type: "ERROR", object: expired(message).status }];
    }
    for (const change of changes) {
      this.revision = change.revision;
      const event = this.eventOf(change);
      if (event) events.push(event);
    }
    if (events.length === 0 && this.isBookmarkDue()) return [this.bookmark({})];
    return events;
  }

  private isBookmarkDue(): boolean {
    const { now } = this.context.simulation;
    if (this.call.request.options.allowWatchBookmarks !== true || now < this.bookmarkAt)
      return false;
    this.bookmarkAt = now + BOOKMARK_EVERY_MS;
    return true;
  }

  private initialEvents(): readonly WatchEvent[] {
    const { context, call } = this;
    const { options } = call.request;
    const added = inOrder(matchingObjects(context, call)).map((object) =>
      this.event("ADDED", shownObject(context, call, object)),
    );
    const isToldItsEnd = options.sendInitialEvents === true && options.allowWatchBookmarks === true;
    return isToldItsEnd ? [...added, this.bookmark({ [INITIAL_EVENTS_END]: "true" })] : added;
  }

  /** An empty object that says nothing but a version. */
  private bookmark(annotations: Readonly<Record<string, string>>): WatchEvent {
    const metadata = {
      resourceVersion: String(this.revision),
      ...(Object.keys(annotations).length > 0 && { annotations }),
    };
    return this.event("BOOKMARK", { ...emptyObject(this.call.kind), metadata });
  }

  private eventOf(change: Change): WatchEvent | undefined {
    const { kind, request } = this.call;
    if (change.kind !== kind.storedAs) return undefined;
    const isElsewhere =
      kind.namespaced &&
      request.namespace !== "" &&
      namespaceOf(change.object) !== request.namespace;
    if (isElsewhere) return undefined;
    const type = typeFor(
      change.type !== "deleted" && this.isSelected(change.object),
      change.old !== undefined && this.isSelected(change.old),
    );
    return type && this.event(type, this.shown(change));
  }

  private shown({ object, log }: Change): KubeObject {
    const { kind, request } = this.call;
    return request.showsManagedFields === true ? withManagers(kind, object, log) : object;
  }

  private event(type: WatchEvent["type"], object: KubeObject): WatchEvent {
    const { context, call } = this;
    const { resourceVersion = "" } = object.metadata;
    const shown = call.request.table
      ? tableOf(context, call, [object], { resourceVersion })
      : object;
    return { type, object: inServedVersion(call.kind, shown) };
  }
}

function typeFor(isIn: boolean, wasIn: boolean): WatchEvent["type"] | undefined {
  if (isIn) return wasIn ? "MODIFIED" : "ADDED";
  return wasIn ? "DELETED" : undefined;
}
