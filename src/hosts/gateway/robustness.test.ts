import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request as rawRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GatewayOptions } from "./options.ts";
import { serve, type Running } from "./serve.ts";

const home = mkdtempSync(join(tmpdir(), "podyard-gateway-"));
const kubeconfig = join(home, "config");
const OPTIONS: GatewayOptions = {
  port: 0,
  host: "127.0.0.1",
  nodes: 1,
  masters: 1,
  seed: 7,
  speed: 0,
  kubeconfig: undefined,
  isPlainHttp: true,
};
const MAPS = "/api/v1/namespaces/default/configmaps";

let running: Running;
beforeAll(async () => {
  running = await serve(OPTIONS, () => ({}));
});
afterAll(async () => {
  await running.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Opens a request and gives its answer before it is read. */
function open(path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = rawRequest(`${running.access.server}${path}`, { headers }, resolve);
    request.on("error", reject);
    request.end();
  });
}

async function bytesOf(answer: IncomingMessage): Promise<number> {
  let total = 0;
  for await (const part of answer as AsyncIterable<Buffer>) total += part.length;
  return total;
}

async function create(name: string, value: string): Promise<void> {
  const { status } = await fetch(`${running.access.server}${MAPS}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name },
      data: { value },
    }),
  });
  expect(status).toBe(201);
}

/** Waits until something is so, ten seconds at most. */
async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isSo()).toBe(true);
}

describe("long answers", () => {
  test("are zipped for those who take it, beyond 128 KiB, and whole for the others", async () => {
    await create("long", "x".repeat(300_000));
    const zipped = await open(`${MAPS}/long`, { "accept-encoding": "gzip" });
    expect(zipped.headers).toMatchObject({ "content-encoding": "gzip", vary: "Accept-Encoding" });
    expect(await bytesOf(zipped)).toBeLessThan(20_000);
    const plain = await open(`${MAPS}/long`);
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(await bytesOf(plain)).toBeGreaterThan(300_000);
    await create("short", "x".repeat(1000));
    const short = await open(`${MAPS}/short`, { "accept-encoding": "gzip" });
    expect(short.headers["content-encoding"]).toBeUndefined();
    short.resume();
  });
});

describe("watches that nobody reads", () => {
  test("are forgotten when the client goes", async () => {
    const before = running.gateway.openStreams;
    const watches = await Promise.all(Array.from({ length: 20 }, () => open(`${MAPS}?watch=true`)));
    expect(running.gateway.openStreams).toBe(before + 20);
    for (const watch of watches) watch.destroy();
    await until(() => running.gateway.openStreams === before);
  });

  test("hold back what is not read instead of heaping it up, and lose nothing", async () => {
    const answers: ServerResponse[] = [];
    const listen = (message: unknown) =>
      void answers.push((message as { readonly response: ServerResponse }).response);
    subscribe("http.server.request.start", listen);
    const watch = await open(`${MAPS}?watch=true`);
    unsubscribe("http.server.request.start", listen);
    watch.pause();
    for (let i = 0; i < 60; i++) await create(`flood-${i}`, "y".repeat(500_000));
    expect(answers).toHaveLength(1);
    expect(answers[0]?.writableLength).toBeGreaterThan(0);
    expect(answers[0]?.writableLength).toBeLessThan(15_000_000);
    let text = "";
    watch.on("data", (part: Buffer) => {
      text = (text + part.toString().replace(/y{100,}/g, "")).slice(-4000);
    });
    watch.resume();
    await until(() => text.includes("flood-59"));
    watch.destroy();
  });
});

describe("connections", () => {
  const send = (text: string) =>
    new Promise<string>((resolve) => {
      const { port } = new URL(running.access.server);
      let answer = "";
      const socket = connect(Number(port), "127.0.0.1", () => socket.write(text));
      socket.on("data", (data) => void (answer += data.toString()));
      socket.once("close", () => resolve(answer));
    });

  test("noise is answered as a Go server does, and ends there", async () => {
    expect(await send("NONSENSE\r\n\r\n")).toBe(
      "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request",
    );
  });

  test("are kept for the next request", async () => {
    const answer = await send(
      "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\nGET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    );
    expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  });

  test("a body that is too long is read to its end, so that its client reads why", async () => {
    const { port } = new URL(running.access.server);
    const socket = connect(Number(port), "127.0.0.1");
    let answer = "";
    socket.on("data", (data) => void (answer += data.toString()));
    const closed = new Promise((resolve) => socket.once("close", resolve));
    const length = 4 * 1024 * 1024;
    socket.write(`POST ${MAPS} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`);
    await new Promise<void>((resolve) =>
      socket.write("x".repeat(length - 1), () => {
        resolve();
      }),
    );
    expect((await open("/readyz")).statusCode).toBe(200);
    expect(answer).toBe("");
    socket.write("x");
    await closed;
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain("Request entity too large: limit is 3145728");
  });

  test("a body that is broken off leaves nothing behind", async () => {
    const { port } = new URL(running.access.server);
    const socket = connect(Number(port), "127.0.0.1", () => {
      socket.write(`POST ${MAPS} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"kind"`);
      setTimeout(() => socket.destroy(), 20);
    });
    await new Promise((resolve) => socket.once("close", resolve));
    expect((await open("/readyz")).statusCode).toBe(200);
  });
});

describe("starting and stopping", () => {
  test("a port that is taken is told in words", async () => {
    const port = Number(new URL(running.access.server).port);
    await expect(serve({ ...OPTIONS, port }, () => ({}))).rejects.toThrow(
      `port ${port} of 127.0.0.1 is taken by another program: choose another with --port, or --port 0 for one that is free`,
    );
  });

  test("the kubeconfig is for its owner alone, whatever was there before", async () => {
    writeFileSync(kubeconfig, "old", { mode: 0o644 });
    const other = await serve({ ...OPTIONS, nodes: 0, kubeconfig }, () => ({}));
    await other.stop();
    expect(statSync(kubeconfig).mode & 0o777).toBe(0o600);
  });

  test("open watches do not hold up the end", async () => {
    const other = await serve({ ...OPTIONS, nodes: 0 }, () => ({}));
    const response = await new Promise<IncomingMessage>((resolve) =>
      rawRequest(`${other.access.server}${MAPS}?watch=true`, resolve).end(),
    );
    response.resume();
    const ended = new Promise((resolve) => response.once("close", resolve));
    await other.stop();
    await ended;
    expect(other.gateway.openStreams).toBe(0);
  });
});
