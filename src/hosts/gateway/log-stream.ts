import type { ServerResponse } from "node:http";
import type { ApiRequest, ApiResponse, RequestOptions } from "#core/api/request.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";

/** Query parameters of pods/log that are dealt with here. */
export interface LogOptions extends RequestOptions {
  readonly container?: string;
  readonly follow?: boolean;
}

interface LogReader {
  handle(request: ApiRequest): ApiResponse;
}

/** One log that is followed: what is new goes out as text until the container ends. */
export class LogStream {
  private readonly reader: LogReader;
  private readonly request: ApiRequest;
  private readonly response: ServerResponse;
  private readonly run: string;
  private sent = "";

  constructor(reader: LogReader, request: ApiRequest, response: ServerResponse) {
    this.reader = reader;
    this.request = request;
    this.response = response;
    this.run = this.runOf();
    response.writeHead(200, { "Content-Type": "text/plain" });
    response.flushHeaders();
  }

  /** Sends what is new. False when the log is over. */
  pump(): boolean {
    if (this.response.destroyed || this.response.writableEnded) return false;
    const isOver = this.runOf() !== this.run || this.run === "";
    const answer = this.reader.handle(this.request);
    if (answer.code < 400 && typeof answer.body === "string") this.send(answer.body);
    if (isOver || answer.code >= 400) this.response.end();
    return !isOver && answer.code < 400;
  }

  end(): void {
    this.response.end();
  }

  private send(text: string): void {
    const news = newPart(this.sent, text);
    this.sent = text;
    if (news !== "") this.response.write(news);
    // Later looks have to reach back to what was sent, however much that was.
    delete (this.request.options as { tailLines?: number }).tailLines;
  }

  /** What tells one run of the container from the next; "" when it runs no more. */
  private runOf(): string {
    const { options } = this.request;
    const answer = this.reader.handle({ ...this.request, subresource: "", options: {} });
    if (answer.code >= 400) return "";
    const { status } = answer.body as Pod;
    const all = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
    const wanted = (options as LogOptions).container ?? all[0]?.name;
    const found = all.find(({ name }) => name === wanted);
    if (!found?.state?.running) return "";
    return `${found.restartCount} ${found.containerID ?? ""}`;
  }
}

const OVERLAP = 400;

/** What a later look at a log shows beyond an earlier one, which may have begun further up. */
function newPart(before: string, after: string): string {
  if (after.startsWith(before)) return after.slice(before.length);
  const tail = before.slice(-OVERLAP);
  const at = after.lastIndexOf(tail);
  return at < 0 ? after : after.slice(at + tail.length);
}
