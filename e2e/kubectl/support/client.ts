import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { serve, type Running } from "#hosts/gateway/serve.ts";

/** What a program printed, and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A gateway of its own with a real kubectl and helm that talk to it. */
export class RealClient {
  readonly running: Running;
  readonly kubeconfig: string;
  private readonly home: string;

  private constructor(running: Running, home: string, kubeconfig: string) {
    this.running = running;
    this.home = home;
    this.kubeconfig = kubeconfig;
  }

  /** Starts a cluster that runs five times as fast as the clock. */
  static async start({ isPlainHttp = false } = {}): Promise<RealClient> {
    const home = mkdtempSync(join(tmpdir(), "podyard-e2e-"));
    const kubeconfig = join(home, "config");
    const running = await serve(
      {
        port: 0,
        host: "127.0.0.1",
        nodes: 3,
        masters: 1,
        seed: 5,
        speed: 5,
        kubeconfig,
        isPlainHttp,
      },
      () => ({
        "io.k8s.api.core.v1.PodSpec": { restartPolicy: "Restart policy for all containers." },
      }),
    );
    return new RealClient(running, home, kubeconfig);
  }

  async stop(): Promise<void> {
    await this.running.stop();
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Writes a file and gives its path. */
  file(name: string, text: string): string {
    const path = join(this.home, name);
    writeFileSync(path, text);
    return path;
  }

  /** Runs kubectl; fails when it does. */
  async kubectl(...args: readonly string[]): Promise<string> {
    const { code, out, err } = await this.tryKubectl(...args);
    expect(`${code} ${err}`, args.join(" ")).toMatch(/^0 /);
    return out;
  }

  /** Runs kubectl however it ends. */
  tryKubectl(...args: readonly string[]): Promise<Outcome> {
    return this.run("kubectl", args);
  }

  /** Runs helm; fails when it does. */
  async helm(...args: readonly string[]): Promise<string> {
    const { code, out, err } = await this.run("helm", args);
    expect(`${code} ${err}`, args.join(" ")).toMatch(/^0 /);
    return out;
  }

  /** Runs a program, with further environment and a limit on what it may print before it is stopped. */
  run(
    program: "helm" | "kubectl",
    args: readonly string[],
    {
      env = {},
      until,
      act,
    }: {
      readonly env?: Readonly<Record<string, string>>;
      readonly until?: (out: string) => boolean;
      readonly act?: (out: string) => void;
    } = {},
  ): Promise<Outcome> {
    const path = join(process.env["PODYARD_CLIENTS"] ?? "", program);
    const child = spawn(path, args, {
      cwd: this.home,
      env: {
        PATH: process.env["PATH"],
        HOME: this.home,
        KUBECONFIG: this.kubeconfig,
        TZ: "UTC",
        ...env,
      },
    });
    child.stdin.end();
    let out = "";
    let err = "";
    child.stdout.on("data", (part: Buffer) => {
      out += part.toString();
      act?.(out);
      if (until?.(out) === true) child.kill();
    });
    child.stderr.on("data", (part: Buffer) => {
      err += part.toString();
    });
    return new Promise((resolve) => {
      child.on("close", (code) => resolve({ code: code ?? 0, out, err }));
    });
  }
}
