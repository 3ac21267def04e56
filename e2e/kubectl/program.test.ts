import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MAIN = fileURLToPath(new URL("../../src/hosts/gateway/main.ts", import.meta.url));
const NODE = [process.execPath, "--import", "tsx", MAIN];
const NPM = ["npm", "run", "--silent", "gateway", "--"];
const SMALL = ["--port=0", "--nodes=1", "--seed=5"];

const home = mkdtempSync(join(tmpdir(), "podyard-program-"));
const running: Program[] = [];
afterEach(() => {
  for (const program of running.splice(0)) program.kill();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** The gateway as a person starts it. */
class Program {
  out = "";
  err = "";
  readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;

  constructor([command = "", ...words]: readonly string[]) {
    // A group of its own, so that the signal of Ctrl+C can be sent to all of it, as a terminal does.
    this.child = spawn(command, words, { cwd: ROOT, detached: true });
    this.child.stdout?.on("data", (part: Buffer) => void (this.out += part.toString()));
    this.child.stderr?.on("data", (part: Buffer) => void (this.err += part.toString()));
    this.ended = once(this.child, "close").then(([code]) => code as number | null);
    running.push(this);
  }

  /** Waits for the line that tells where it serves. */
  async server(): Promise<string> {
    for (;;) {
      const address = /^ready (\S+)/m.exec(this.out)?.[1];
      if (address !== undefined) return address;
      const isOver = await Promise.race([this.ended.then(() => true), pause()]);
      if (isOver === true) throw new Error(`it ended: ${this.err}`);
    }
  }

  exitCode(): Promise<number | null> {
    return this.ended;
  }

  /** Whatever of it is left goes at once. */
  kill(): void {
    try {
      process.kill(-(this.child.pid ?? 0), "SIGKILL");
    } catch {
      // All of it has ended, which is what was wanted.
    }
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

async function isServing(server: string): Promise<boolean> {
  return fetch(`${server}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

describe("the program ends", () => {
  test.each([
    ["node, by Ctrl+C", NODE, "SIGINT", "group"],
    ["node, when it is told to", NODE, "SIGTERM", "itself"],
    ["npm, by Ctrl+C", NPM, "SIGINT", "group"],
    ["npm, when it is told to", NPM, "SIGTERM", "itself"],
  ] as const)("%s, although somebody watches", async (_name, command, signal, whom) => {
    const program = new Program([...command, ...SMALL, "--plain-http"]);
    const server = await program.server();
    const answer = await fetch(`${server}/api/v1/nodes?watch=true`);
    const reader = answer.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    const { pid = 0 } = program.child;
    process.kill(whom === "group" ? -pid : pid, signal);
    await program.exitCode();
    for (let i = 0; i < 200 && (await isServing(server)); i++) await pause();
    expect(await isServing(server)).toBe(false);
    // The watch ends in order, too: its client sees an end, or a connection that is gone.
    for (let isOver = false; !isOver;)
      isOver = await Promise.resolve(reader?.read()).then(
        (part) => part?.done ?? true,
        () => true,
      );
    expect(program.err).toBe("");
  });

  test("with 0 when its own process gets the signal", async () => {
    const program = new Program([...NODE, ...SMALL, "--plain-http"]);
    await program.server();
    program.child.kill("SIGINT");
    expect(await program.exitCode()).toBe(0);
  });
});

describe("what cannot be begun is told in one line", () => {
  test("a kubeconfig in a folder that is not there", async () => {
    const program = new Program([...NODE, ...SMALL, "--kubeconfig", join(home, "none", "config")]);
    expect(await program.exitCode()).toBe(1);
    expect(program.out).toBe("");
    expect(program.err).toMatch(
      /^option --kubeconfig: cannot write .*\/none\/config: ENOENT: no such file or directory.*\n$/,
    );
  });

  test("a kubeconfig that is a folder", async () => {
    mkdirSync(join(home, "folder"));
    const program = new Program([...NODE, ...SMALL, "--kubeconfig", join(home, "folder")]);
    expect(await program.exitCode()).toBe(1);
    expect(program.err).toMatch(/^option --kubeconfig: cannot write .*folder: EISDIR.*\n$/);
  });

  test("a port that is taken", async () => {
    const first = new Program([...NODE, ...SMALL, "--plain-http"]);
    const { port } = new URL(await first.server());
    const second = new Program([...NODE, "--nodes=1", "--port", port]);
    expect(await second.exitCode()).toBe(1);
    expect(second.err).toContain(`port ${port} of 127.0.0.1 is taken by another program`);
  });

  test("words that make no sense, with the usage behind", async () => {
    const program = new Program([...NODE, "--nodes=many"]);
    expect(await program.exitCode()).toBe(1);
    expect(program.err).toMatch(/^option --nodes: many is no whole number from 0 to 1000\n\n/);
  });
});

describe("limits of a started program", () => {
  const config = join(home, "config");
  let program: Program;
  let server = "";
  beforeAll(async () => {
    program = new Program([...NODE, ...SMALL, "--plain-http", "--kubeconfig", config]);
    running.splice(running.indexOf(program), 1);
    server = await program.server();
  });
  afterAll(() => program.kill());

  test("its kubeconfig is for its owner alone", () => {
    expect((statSync(config).mode & 0o777).toString(8)).toBe("600");
  });

  test("an object of more than 3 MiB is refused, and kubectl says so", async () => {
    const file = join(home, "big.yaml");
    const data = "x".repeat(3 * 1024 * 1024);
    writeFileSync(
      file,
      `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"big"},"data":{"a":"${data}"}}`,
    );
    const { code, err } = await kubectl(config, "create", "-f", file, "--validate=false");
    expect(code).toBe(1);
    expect(err).toMatch(
      /^Error from server \(RequestEntityTooLarge\): error when creating ".*": Request entity too large: limit is 3145728\n$/,
    );
  });

  test("headers of more than 64 KiB are 431, and the next request is served", async () => {
    const { status } = await fetch(`${server}/version`, {
      headers: { "x-long": "x".repeat(80_000) },
    });
    expect(status).toBe(431);
    expect((await kubectl(config, "get", "nodes", "-o", "name")).out).toContain("node/worker-1");
  });

  test("beyond a thousand connections a client is asked to come again, and is let in when others go", async () => {
    const { hostname, port } = new URL(server);
    const sockets: Socket[] = [];
    for (let i = 0; i < 1001; i++) {
      const socket = connect(Number(port), hostname);
      await once(socket, "connect");
      sockets.push(socket);
    }
    const refused = await fetch(`${server}/version`, { headers: { connection: "close" } });
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("1");
    for (const socket of sockets) socket.destroy();
    const { out } = await kubectl(config, "get", "--raw", "/healthz");
    expect(out).toBe("ok");
  });

  test("a connection that stays silent is kept for as long as Go's clients keep theirs", async () => {
    const { headers } = await fetch(`${server}/healthz`);
    expect(headers.get("keep-alive")).toBe("timeout=90");
  });
});

async function kubectl(
  config: string,
  ...words: readonly string[]
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(join(process.env["PODYARD_CLIENTS"] ?? "", "kubectl"), words, {
    env: { PATH: process.env["PATH"], HOME: home, KUBECONFIG: config },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (part: Buffer) => void (out += part.toString()));
  child.stderr.on("data", (part: Buffer) => void (err += part.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out, err };
}
