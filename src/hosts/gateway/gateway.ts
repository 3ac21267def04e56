import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { stringify } from "yaml";
import type { KindDefinition } from "#core/api/define.ts";
import { allKinds } from "#core/api/registry.ts";
import type { ApiRequest, ApiResponse, UserInfo } from "#core/api/request.ts";
import type { TokenReview } from "#core/api/schema/generated/types.ts";
import { SERVER_VERSION } from "#core/api/server-version.ts";
import { servedKinds } from "#core/apiserver/custom-kinds.ts";
import { StatusError, type Status } from "#core/api/status.ts";
import { streamRefusal, UPGRADE_REQUIRED } from "#core/api/stream-refusal.ts";
import type { Cluster } from "#core/cluster/cluster.ts";
import { userOf } from "./access.ts";
import { contentTypeOf, decodedBody, deleteOptions, readBody } from "./body.ts";
import { compressed, takesGzip } from "./compression.ts";
import { discoveryAnswer } from "./discovery.ts";
import { apiRequestOf } from "./http-request.ts";
import { LogStream, type LogOptions } from "./log-stream.ts";
import { negotiate, partialOf, type Form } from "./media.ts";
import { OPENAPI_V2_ASKED, OPENAPI_V2_TYPE, openApiV2 } from "./openapi-v2.ts";
import { OpenApi, type Descriptions } from "./openapi.ts";
import { WatchStream } from "./watch-stream.ts";

/** What a gateway stands on. */
export interface GatewayParts {
  readonly cluster: Cluster;
  /** Asked of every client; undefined lets everybody in as administrator. */
  readonly token: string | undefined;
  /** `127.0.0.1:6443`, as discovery tells it. */
  readonly address: string;
  readonly describe: () => Descriptions;
  readonly nowMs: () => number;
}

interface Stream {
  pump(nowMs: number): boolean;
  end(): void;
}

const READ_VERBS = new Set(["get", "list", "watch"]);
const MAX_STREAMS = 2000;
const HEALTH = new Set(["/healthz", "/livez", "/readyz"]);
const DEFAULT_WATCH_SECONDS = 1800;
const JSON_TYPE = "application/json";
const STALLED_MS = 60_000;

/** Answers HTTP requests out of a cluster. Models the apiserver's handler chain. */
export class Gateway {
  private readonly parts: GatewayParts;
  private readonly openApi: OpenApi;
  private readonly streams = new Set<Stream>();

  constructor(parts: GatewayParts) {
    this.parts = parts;
    this.openApi = new OpenApi({ kinds: () => this.kinds(), describe: parts.describe });
  }

  /** Answers one request; never throws. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.answer(request, response);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      sendStatus(response, error);
    }
  }

  /** Lets every open stream send what is new. */
  pump(): void {
    const nowMs = this.parts.nowMs();
    for (const stream of this.streams) if (!stream.pump(nowMs)) this.streams.delete(stream);
  }

  /** Watches and followed logs that are open now. */
  get openStreams(): number {
    return this.streams.size;
  }

  /** Ends every open stream. */
  close(): void {
    for (const stream of this.streams) stream.end();
    this.streams.clear();
  }

  /** Built-in kinds, and those that stored definitions have made. */
  private kinds(): readonly KindDefinition[] {
    return servedKinds(allKinds(), this.parts.cluster.store);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { token, address } = this.parts;
    const url = request.url ?? "/";
    const [path = "/"] = url.split("?");
    const accept = request.headers.accept ?? "";
    const userOfToken = (given: string) => accountOf(this.parts.cluster, given);
    const user = userOf(request.headers, { token, path, userOfToken });
    if (HEALTH.has(path)) return sendText(response, 200, "ok");
    if (path === "/version") return sendJson(response, 200, JSON.stringify(SERVER_VERSION));
    const discovered = discoveryAnswer(path, accept, { kinds: this.kinds(), server: address });
    if (discovered)
      return send(response, 200, {
        type: discovered.contentType,
        text: JSON.stringify(discovered.body),
      });
    if (path.startsWith("/openapi/v3")) {
      const text = this.openApi.answer(path);
      return text === undefined ? notFound(response) : sendJson(response, 200, text);
    }
    if (path === "/openapi/v2") {
      if (!accept.includes(OPENAPI_V2_ASKED)) return notFound(response);
      return send(response, 200, { type: OPENAPI_V2_TYPE, text: openApiV2(this.kinds()) });
    }
    const bytes = await readBody(request);
    const asked = this.apiRequest(request, url, bytes);
    if (!asked) return notFound(response);
    const full = { ...asked, user, agent: agentOf(request) };
    if (!this.isServed(full)) return this.refuseUnserved(full, response);
    if (request.headers.upgrade !== undefined) this.refuseUpgrade(full);
    this.answerApi(full, negotiate(accept, asked.verb), response);
  }

  /** Where a connection would be upgraded its client is told why it is not. */
  private refuseUpgrade(request: ApiRequest): void {
    const { body } = this.parts.cluster.handle(request);
    if ((body as Partial<Status> | null)?.message === UPGRADE_REQUIRED)
      throw streamRefusal(request.subresource);
  }

  private apiRequest(request: IncomingMessage, url: string, bytes: Buffer): ApiRequest | undefined {
    const method = request.method ?? "GET";
    const type = contentTypeOf(request);
    const isRead = method === "GET" || method === "HEAD";
    const decoded = isRead ? undefined : this.bodyOf(method, type, bytes);
    return apiRequestOf({
      method,
      path: url,
      type,
      accept: request.headers.accept ?? "",
      ...(decoded !== undefined && { body: decoded }),
    });
  }

  private isServed(asked: ApiRequest): boolean {
    return this.kinds().some(
      ({ group, version }) => group === asked.group && version === asked.version,
    );
  }

  /** Who may not ask is told so even of a group that does not exist. */
  private refuseUnserved(asked: ApiRequest, response: ServerResponse): void {
    const refusal = this.parts.cluster.handle(asked);
    if (refusal.code !== 403) return notFound(response);
    sendAnswer(response, refusal, { encoding: "json", as: "object" });
  }

  private bodyOf(method: string, type: string, bytes: Buffer): unknown {
    // A patch of a type nobody knows is refused by the server itself.
    if (method === "PATCH" && !type.includes("patch")) return bytes.toString("utf8");
    const body = decodedBody(bytes, type);
    if (method === "DELETE") return deleteOptions(body);
    return body ?? "";
  }

  private answerApi(asked: ApiRequest, form: Form, response: ServerResponse): void {
    const { cluster } = this.parts;
    const { table, ...rest } = asked;
    const request: ApiRequest =
      form.as === "table" ? { ...rest, table: table ?? "metadata" } : rest;
    if (request.verb === "watch") return this.watch(request, form, response);
    if (request.subresource === "log" && request.verb === "get") return this.log(request, response);
    const answer = READ_VERBS.has(request.verb)
      ? cluster.handle(request)
      : (cluster.applyInput({ type: "request", request }, labelOf(request), {
          user: request.user,
        }) ?? cluster.handle(request));
    sendAnswer(response, answer, form);
    if (!READ_VERBS.has(request.verb)) this.pump();
  }

  private watch(request: ApiRequest, form: Form, response: ServerResponse): void {
    this.checkRoom();
    const { cluster, nowMs } = this.parts;
    const source = cluster.openWatch(request);
    if ("code" in source) return sendAnswer(response, source, form);
    const { timeoutSeconds = DEFAULT_WATCH_SECONDS } = request.options;
    const endsAtMs = nowMs() + timeoutSeconds * 1000;
    this.open(new WatchStream(source, response, { form, endsAtMs }), response);
  }

  private log(request: ApiRequest, response: ServerResponse): void {
    const { cluster } = this.parts;
    const first = cluster.handle(request);
    const isFollowed = (request.options as LogOptions).follow === true;
    if (first.code >= 400) return sendAnswer(response, first, { encoding: "json", as: "object" });
    if (!isFollowed) return sendText(response, 200, String(first.body));
    this.checkRoom();
    this.open(new LogStream(cluster, request, response), response);
  }

  private open(stream: Stream, response: ServerResponse): void {
    this.streams.add(stream);
    response.on("close", () => this.streams.delete(stream));
    if (!stream.pump(this.parts.nowMs())) this.streams.delete(stream);
  }

  private checkRoom(): void {
    if (this.streams.size < MAX_STREAMS) return;
    throw new StatusError({
      message: "Too many requests, please try again later.",
      reason: "TooManyRequests",
      details: { retryAfterSeconds: 1 },
      code: 429,
    });
  }
}

/** Whom a token of the cluster's own speaks for. */
function accountOf(cluster: Cluster, token: string): UserInfo | undefined {
  const { body } = cluster.handle({
    verb: "create",
    group: "authentication.k8s.io",
    version: "v1",
    resource: "tokenreviews",
    subresource: "",
    namespace: "",
    name: "",
    body: { spec: { token } },
    options: {},
    user: { name: "system:apiserver", groups: ["system:masters"] },
    agent: "kube-apiserver",
  });
  const { authenticated, user } = (body as TokenReview).status;
  if (authenticated !== true) return undefined;
  const { username: name = "", groups = [], uid, extra } = user;
  return { name, groups, ...(uid !== undefined && { uid }), ...(extra && { extra }) };
}

/** The program behind a user agent: `kubectl/v1.35.2 (linux/amd64) …` is kubectl. */
function agentOf(request: IncomingMessage): string {
  const [program = ""] = (request.headers["user-agent"] ?? "").split("/");
  return program === "" ? "unknown" : program.slice(0, 128);
}

function labelOf({ verb, resource, namespace, name }: ApiRequest): string {
  return [verb, resource, [namespace, name].filter(Boolean).join("/")].filter(Boolean).join(" ");
}

function sendAnswer(response: ServerResponse, answer: ApiResponse, form: Form): void {
  const { code, body, warnings } = answer;
  if (warnings.length > 0)
    response.setHeader(
      "Warning",
      warnings.map((text) => `299 - ${JSON.stringify(headerText(text))}`),
    );
  const retry = (body as Status | undefined)?.details?.retryAfterSeconds;
  if (retry !== undefined) response.setHeader("Retry-After", String(retry));
  if (typeof body === "string") return sendText(response, code, body);
  const shown = form.as === "partial" ? partialOf(body) : body;
  if (form.encoding === "yaml")
    return send(response, code, { type: "application/yaml", text: stringify(shown) });
  sendJson(response, code, JSON.stringify(shown));
}

/** Header values are single lines of Latin text. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, " ");
}

function sendStatus(response: ServerResponse, { status, code }: StatusError): void {
  // Whatever of the body is still on its way is not read any more.
  if (code === 413) response.setHeader("Connection", "close");
  sendJson(response, code, JSON.stringify(status));
}

function notFound(response: ServerResponse): void {
  sendText(response, 404, "404 page not found\n");
}

function sendText(response: ServerResponse, code: number, text: string): void {
  send(response, code, { type: "text/plain; charset=utf-8", text });
}

function sendJson(response: ServerResponse, code: number, text: string): void {
  send(response, code, { type: JSON_TYPE, text });
}

function send(
  response: ServerResponse,
  code: number,
  { type, text }: { readonly type: string; readonly text: Buffer | string },
): void {
  const body = Buffer.from(text);
  const headers = {
    "Content-Type": type,
    "Cache-Control": "no-cache, private",
    "Audit-Id": randomUUID(),
  };
  // Who does not take in what he asked for keeps nothing here busy.
  response.setTimeout(STALLED_MS, () => response.destroy());
  const plain = () => {
    response.writeHead(code, { ...headers, "Content-Length": body.length });
    response.end(body);
  };
  if (!takesGzip(response.req)) return plain();
  compressed(body).then(
    (zipped) => {
      if (!zipped) return plain();
      const encoding = { "Content-Encoding": "gzip", Vary: "Accept-Encoding" };
      response.writeHead(code, { ...headers, ...encoding, "Content-Length": zipped.length });
      response.end(zipped);
    },
    () => plain(),
  );
}
