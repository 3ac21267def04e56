import { createServer as createPlainServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Certificate } from "./certificate.ts";
import type { Gateway } from "./gateway.ts";

const MAX_HEADER_BYTES = 64 * 1024;
const MAX_CONNECTIONS = 1000;
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
  server.maxConnections = MAX_CONNECTIONS;
  server.on("request", (request, response) => {
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
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  return server;
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
    server.once("error", reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
