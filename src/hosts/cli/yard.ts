import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import { Cluster } from "#core/cluster/cluster.ts";
import { History } from "#core/cluster/history.ts";
import type { ClusterOptions } from "#core/cluster/options.ts";
import { KubectlSessions, type CommandAction } from "#hosts/worker/kubectl-sessions.ts";
import { fullRequest, leavesNoMark, refusalFor } from "#hosts/worker/admin.ts";
import type { CommandRequest, Session } from "#kubectl/define.ts";
import { readHelpTexts } from "#kubectl/help-texts.ts";
import { runKubectl } from "#kubectl/run.ts";

/** What a command printed, and how it ended. */
export interface CommandOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams in the order they were written. */
  readonly printed: string;
}

/** What a command line is run with. */
export interface CommandInput {
  readonly stdin?: string;
  readonly namespace?: string;
  /** Text of `-f NAME`. */
  readonly readFile?: (name: string) => string | undefined;
  /** What else the command line knows of its surroundings. */
  readonly session?: Pick<
    Session,
    "contextName" | "descriptions" | "serverAddress" | "serverVersion"
  >;
}

/** A command that has not ended after this much virtual time is interrupted. */
const COMMAND_LIMIT_MS = 3_600_000;
const INTERRUPTED = 130;
const HELP_TEXTS = readHelpTexts();

/** A cluster with its history and a kubectl in front of it, driven step by step in virtual time. For programs without a page. */
export class Yard {
  readonly cluster: Cluster;
  readonly history: History;
  private readonly commands: KubectlSessions;
  private namespace = "default";

  constructor(options: ClusterOptions) {
    this.cluster = new Cluster(options);
    this.cluster.boot();
    this.history = new History(this.cluster);
    this.commands = new KubectlSessions({
      now: () => this.history.at,
      call: (request, action) => this.call(request, action),
      openWatch: (request) => this.cluster.openWatch(fullRequest(request)),
    });
  }

  /** Lets virtual time pass. */
  tick(ms: number): void {
    this.history.runTo(this.history.at + ms);
  }

  /** Strikes or heals a fault. Throws an Error when the cluster knows no such fault or target. */
  fault(fault: { readonly name: string; readonly target: string; readonly on: boolean }): void {
    const label = `${fault.on ? "fault" : "heal"} ${fault.name} ${fault.target}`;
    this.history.input({ type: "fault", ...fault }, { label, action: this.history.startAction() });
  }

  /** Runs one kubectl command to its end, as much virtual time as it takes. */
  kubectl(line: string | readonly string[], input: CommandInput = {}): CommandOutcome {
    const label = typeof line === "string" ? line : ["kubectl", ...line].join(" ");
    const printed: { readonly stream: "stdout" | "stderr"; readonly text: string }[] = [];
    let exitCode: number | undefined;
    this.commands.start({
      session: 1,
      action: { action: this.history.startAction(), label },
      run: runKubectl(line, {
        nowEpochMs: () => this.cluster.epochMs,
        readFile: input.readFile ?? (() => undefined),
        stdin: input.stdin ?? "",
        namespace: input.namespace ?? this.namespace,
        setNamespace: (namespace) => {
          this.namespace = namespace;
        },
        resources: this.cluster.kinds,
        helpTexts: HELP_TEXTS,
        ...input.session,
      }),
      print: (stream, part) => void printed.push({ stream, text: part }),
      finish: (code) => {
        exitCode = code;
      },
    });
    const limit = this.history.at + COMMAND_LIMIT_MS;
    while (exitCode === undefined && this.history.at < limit) this.advanceToNext(limit);
    if (exitCode === undefined) this.commands.interrupt();
    const textOf = (wanted?: "stdout" | "stderr") =>
      printed
        .map((part) => (wanted === undefined || part.stream === wanted ? part.text : ""))
        .join("");
    return {
      exitCode: exitCode ?? INTERRUPTED,
      stdout: textOf("stdout"),
      stderr: textOf("stderr"),
      printed: textOf(),
    };
  }

  private advanceToNext(limit: number): void {
    const times = [this.cluster.nextInstant() ?? limit, this.commands.nextWake() ?? limit, limit];
    this.history.runTo(Math.max(this.history.at, Math.min(...times)));
    this.commands.poll();
  }

  private call(request: CommandRequest, action: CommandAction): ApiResponse {
    const read = (full: ApiRequest) => this.history.read(full);
    if (leavesNoMark(request)) return read(fullRequest(request));
    const refused = refusalFor(request, read);
    if (refused) return refused;
    const { table: _table, as: _as, ...journalled } = request;
    const input = { type: "request", request: { ...journalled, agent: "kubectl" } } as const;
    const response = this.history.input(input, action);
    return response ?? { code: 500, body: null, warnings: [] };
  }
}
