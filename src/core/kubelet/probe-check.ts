import type { Container, Probe } from "#core/api/schema/generated/types.ts";
import type { Listener, Timeline, WorkloadPort } from "./ports.ts";

/** Result of one probe; `output` is what the event says of it. */
export interface ProbeOutcome {
  readonly isSuccess: boolean;
  readonly output: string;
}

/** A running container as a probe finds it. */
export interface ProbeTarget {
  readonly container: Container;
  readonly timeline: Timeline;
  readonly sinceMs: number;
  readonly ip: string;
}

/** Runs one probe. Texts are those of pkg/probe. */
export function runProbe(probe: Probe, target: ProbeTarget, workloads: WorkloadPort): ProbeOutcome {
  if (probe.httpGet) return probeHttp(probe, target);
  if (probe.tcpSocket) {
    const host = probe.tcpSocket.host || target.ip;
    return probeTcp(`${host}:${portNumber(probe.tcpSocket.port, target.container)}`, target);
  }
  if (probe.grpc) return probeGrpc(probe.grpc.port, target);
  if (probe.exec) return probeExec(probe.exec.command ?? [], target, workloads);
  return { isSuccess: true, output: "" };
}

/** The number behind a port name; 0 when the container names no such port. */
export function portNumber(port: number | string, container: Container): number {
  if (typeof port === "number") return port;
  if (/^\d+$/.test(port)) return Number(port);
  return container.ports?.find(({ name }) => name === port)?.containerPort ?? 0;
}

/** What listens on a port now. */
export function listenerOn(
  timeline: Timeline,
  port: number,
  sinceMs: number,
): Listener | undefined {
  return timeline.listeners.find(
    (each) =>
      (each.port === port || each.port === 0) && each.fromMs <= sinceMs && sinceMs < each.untilMs,
  );
}

/** The HTTP status that a path is answered with now. */
export function statusOf(listener: Listener, path: string, sinceMs: number): number {
  const bare = path.split(/[?#]/)[0] || "/";
  let status = 404;
  let isFound = false;
  for (const rule of listener.paths) {
    if (rule.fromMs > sinceMs) continue;
    const fits = rule.path === "*" || rule.path === bare;
    if (!fits || (isFound && rule.path === "*")) continue;
    status = rule.status;
    isFound = true;
  }
  return status;
}

function probeHttp({ httpGet, timeoutSeconds = 1 }: Probe, target: ProbeTarget): ProbeOutcome {
  const { port = 80, path = "/", scheme = "HTTP", host } = httpGet ?? {};
  const number = portNumber(port, target.container);
  const address = `${host || target.ip}:${number}`;
  const listener = listenerOn(target.timeline, number, target.sinceMs);
  const url = `${scheme.toLowerCase()}://${address}${path.startsWith("/") ? path : `/${path}`}`;
  if (!listener)
    return {
      isSuccess: false,
      output: `Get "${url}": dial tcp ${address}: connect: connection refused`,
    };
  if (target.timeline.serviceMs > timeoutSeconds * 1000)
    return {
      isSuccess: false,
      output: `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
    };
  if (listener.protocol === "tcp")
    return {
      isSuccess: false,
      output: `Get "${url}": net/http: HTTP/1.x transport connection broken: malformed HTTP response`,
    };
  const status = statusOf(listener, path, target.sinceMs);
  const isSuccess = status >= 200 && status < 400;
  return {
    isSuccess,
    output: isSuccess ? "ok" : `HTTP probe failed with statuscode: ${status}`,
  };
}

function probeTcp(address: string, { timeline, sinceMs }: ProbeTarget): ProbeOutcome {
  const port = Number(address.slice(address.lastIndexOf(":") + 1));
  return listenerOn(timeline, port, sinceMs)
    ? { isSuccess: true, output: "" }
    : { isSuccess: false, output: `dial tcp ${address}: connect: connection refused` };
}

function probeGrpc(port: number, { timeline, sinceMs, ip }: ProbeTarget): ProbeOutcome {
  return listenerOn(timeline, port, sinceMs)
    ? { isSuccess: true, output: "service is serving" }
    : {
        isSuccess: false,
        output: `timeout: failed to connect service "${ip}:${port}" within 1s: context deadline exceeded`,
      };
}

function probeExec(
  command: readonly string[],
  { timeline, sinceMs }: ProbeTarget,
  workloads: WorkloadPort,
): ProbeOutcome {
  const { exitCode, output } = workloads.exec(timeline, {
    command,
    sinceMs,
    env: new Map(),
    hostname: "",
  });
  return { isSuccess: exitCode === 0, output };
}
