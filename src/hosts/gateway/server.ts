import { createServer as createPlainServer, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Certificate } from "./certificate.ts";
import type { Gateway } from "./gateway.ts";

const MAX_HEADER_BYTES = 64 * 1024;
const MAX_CONNECTIONS = 1000;
/** Beyond the limit some are still told why they are refused; the rest are dropped. */
const TOLD_CONNECTIONS = 100;
const PROBE_AFTER_MS = 30_000;
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 60_000;
const IDLE_TIMEOUT_MS = 90_000;

/** Makes the HTTP or HTTPS server around a gateway, with limits on everything a client can make long. */
export function createServerFor(gateway: () => Gateway, tls: Certificate | undefined): Server {
  const limits = {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: IDLE_TIMEOUT_MS,
  };
  const server = tls
    ? createTlsServer({ ...limits, key: tls.key, cert: tls.certificate })
    : createPlainServer(limits);
  server.maxConnections = MAX_CONNECTIONS + TOLD_CONNECTIONS;
  const open = new Set<Socket>();
  server.on(tls ? "secureConnection" : "connection", (socket: Socket) => {
    open.add(socket);
    socket.setKeepAlive(true, PROBE_AFTER_MS);
    socket.once("close", () => open.delete(socket));
  });
  server.on("request", (request, response) => {
    if (open.size > MAX_CONNECTIONS) return refuse(response);
    gateway()
      .handle(request, response)
      .catch((error: unknown) => {
        // A client that went away in the middle of its body is nobody's mistake.
        if (!request.destroyed) process.stderr.write(`${String(error)}\n`);
        response.destroy();
      });
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === "ECONNRESET") return socket.destroy();
    const status = STATUS_LINES[error.code ?? ""] ?? "400 Bad Request";
    const type = "Content-Type: text/plain; charset=utf-8";
    socket.end(`HTTP/1.1 ${status}\r\n${type}\r\nConnection: close\r\n\r\n${status}`);
  });
  return server;
}

/** Models filters WithMaxInFlightLimit, tooManyRequests. */
function refuse(response: ServerResponse): void {
  response.writeHead(429, {
    "Retry-After": "1",
    Connection: "close",
    "Content-Type": "text/plain",
  });
  response.end("Too many requests, please try again later.\n");
}

const STATUS_LINES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/** Listens, and tells the port once it does. */
export function listen(
  server: Server,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(new Error(listenProblem(error, { host, port })));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function listenProblem(
  { code, message }: NodeJS.ErrnoException,
  { port, host }: { readonly port: number; readonly host: string },
): string {
  switch (code) {
    case "EADDRINUSE":
      return `port ${port} of ${host} is taken by another program: choose another with --port, or --port 0 for one that is free`;
    case "EACCES":
      return `port ${port} of ${host} may not be used by this user: choose another with --port`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `this machine has no address ${host}: choose another with --host`;
    default:
      return message;
  }
}
