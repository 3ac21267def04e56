import type { ServerResponse } from "node:http";
import type { WatchEvent } from "#core/api/request.ts";
import { partialOf, type Form } from "./media.ts";

/** Where a watch reads from. */
export interface EventSource {
  take(): readonly WatchEvent[];
}

/** A client that has so much to read gets no more until it has; what happens meanwhile waits in the store's log. */
const MAX_UNREAD_BYTES = 1024 * 1024;
/** One that reads nothing for so long is let go. */
const STALLED_MS = 60_000;

/** One open watch: events go out as lines of JSON, at once. */
export class WatchStream {
  private readonly source: EventSource;
  private readonly response: ServerResponse;
  private readonly form: Form;
  private readonly endsAtMs: number;
  private isFirst = true;
  private stalledSinceMs: number | undefined;

  constructor(
    source: EventSource,
    response: ServerResponse,
    { form, endsAtMs }: { readonly form: Form; readonly endsAtMs: number },
  ) {
    this.source = source;
    this.response = response;
    this.form = form;
    this.endsAtMs = endsAtMs;
    response.writeHead(200, {
      "Content-Type": "application/json",
      "Cache-Control": "no-cache, private",
    });
    response.flushHeaders();
  }

  /** Sends what happened since. False when the watch is over. */
  pump(nowMs: number): boolean {
    if (this.response.destroyed || this.response.writableEnded) return false;
    if (this.response.writableLength > MAX_UNREAD_BYTES) return this.waits(nowMs);
    this.stalledSinceMs = undefined;
    let isOver = nowMs >= this.endsAtMs;
    for (const event of this.source.take()) {
      this.response.write(`${JSON.stringify(this.shown(event))}\n`);
      isOver ||= event.type === "ERROR";
    }
    if (isOver) this.end();
    return !isOver;
  }

  end(): void {
    this.response.end();
  }

  /** Whether there is still hope that the client reads on. */
  private waits(nowMs: number): boolean {
    this.stalledSinceMs ??= nowMs;
    if (nowMs - this.stalledSinceMs < STALLED_MS) return true;
    this.response.destroy();
    return false;
  }

  private shown({ type, object }: WatchEvent): WatchEvent {
    if (type === "ERROR") return { type, object };
    if (this.form.as === "partial") return { type, object: partialOf(object) };
    if (this.form.as !== "table" || this.isFirst) {
      this.isFirst = false;
      return { type, object };
    }
    // The columns are told once.
    return { type, object: { ...(object as object), columnDefinitions: null } };
  }
}
