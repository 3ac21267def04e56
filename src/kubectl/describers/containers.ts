import { canonicalQuantity } from "#core/api/quantity.ts";
import type {
  Container,
  ContainerPort,
  ContainerState,
  ContainerStatus,
  EnvVar,
  Pod,
  Probe,
} from "#core/api/schema/generated/types.ts";
import { compareText } from "#core/base/order.ts";
import { intOrStringText } from "#core/api/int-or-string.ts";
import { sortedEntries, textAt } from "../json.ts";
import { boolText, type DescribeText, longTime, orNone } from "./text.ts";

/** Containers of a pod, or of a template when there are no statuses. */
export interface ContainerList {
  readonly label: string;
  readonly containers: readonly Container[];
  readonly statuses: readonly ContainerStatus[];
  /** The pod whose fields variables may show. */
  readonly pod?: Pod;
  /** What stands before each line: templates are indented. */
  readonly indent: string;
}

/** Models describe.describeContainers. */
export function writeContainers(
  text: DescribeText,
  { label, containers, statuses, pod, indent }: ContainerList,
): void {
  text.put(containers.length === 0 ? `${indent}${label}: <none>\n` : `${indent}${label}:\n`);
  for (const container of containers) {
    const status = statuses.find((each) => each.name === container.name);
    text.line(1, `${indent === "" ? "" : " "}${container.name}:`);
    writeBasics(text, container, status);
    writeWords(text, "Command", container.command);
    writeWords(text, "Args", container.args);
    if (status) writeStatus(text, status);
    writeAmounts(text, 2, "Limits", container.resources?.limits);
    writeAmounts(text, 2, "Requests", container.resources?.requests);
    writeProbes(text, container);
    writeEnvFrom(text, container);
    writeEnv(text, container, pod);
    writeMounts(text, container);
  }
}

function writeBasics(
  text: DescribeText,
  container: Container,
  status: ContainerStatus | undefined,
): void {
  if (status) text.line(2, `Container ID:\t${status.containerID ?? ""}`);
  text.line(2, `Image:\t${container.image ?? ""}`);
  if (status) text.line(2, `Image ID:\t${status.imageID ?? ""}`);
  const ports = portsText(container.ports ?? [], (port) => port.containerPort);
  const hostPorts = portsText(container.ports ?? [], (port) => port.hostPort ?? 0);
  text.line(2, `${ports.includes(",") ? "Ports" : "Port"}:\t${orNone(ports)}`);
  text.line(2, `${hostPorts.includes(",") ? "Host Ports" : "Host Port"}:\t${orNone(hostPorts)}`);
}

function portsText(
  ports: readonly ContainerPort[],
  numberOf: (port: ContainerPort) => number,
): string {
  return ports
    .map(
      (port) => `${numberOf(port)}/${port.protocol ?? "TCP"}${port.name ? ` (${port.name})` : ""}`,
    )
    .join(", ");
}

function writeWords(text: DescribeText, title: string, words: readonly string[] | undefined): void {
  if (!words || words.length === 0) return;
  text.line(2, `${title}:`);
  for (const line of words.flatMap((word) => word.split("\n"))) text.line(3, line);
}

function writeStatus(text: DescribeText, status: ContainerStatus): void {
  writeState(text, "State", status.state ?? {});
  if (status.lastState?.terminated) writeState(text, "Last State", status.lastState);
  text.line(2, `Ready:\t${boolText(status.ready)}`);
  text.line(2, `Restart Count:\t${status.restartCount}`);
}

function writeState(
  text: DescribeText,
  title: string,
  { running, waiting, terminated }: ContainerState,
): void {
  if (running) {
    text.line(2, `${title}:\tRunning`);
    text.line(3, `Started:\t${longTime(running.startedAt)}`);
  } else if (terminated) {
    text.line(2, `${title}:\tTerminated`);
    if (terminated.reason) text.line(3, `Reason:\t${terminated.reason}`);
    if (terminated.message) text.line(3, `Message:\t${terminated.message}`);
    text.line(3, `Exit Code:\t${terminated.exitCode}`);
    if (terminated.signal) text.line(3, `Signal:\t${terminated.signal}`);
    text.line(3, `Started:\t${longTime(terminated.startedAt)}`);
    text.line(3, `Finished:\t${longTime(terminated.finishedAt)}`);
  } else {
    text.line(2, `${title}:\tWaiting`);
    if (waiting?.reason) text.line(3, `Reason:\t${waiting.reason}`);
  }
}

/** `Limits:` and the like with one amount a line, sorted by name; nothing when there are none. */
export function writeAmounts(
  text: DescribeText,
  level: number,
  title: string,
  amounts: Readonly<Record<string, string>> | undefined,
): void {
  const entries = sortedEntries(amounts ?? {});
  if (entries.length === 0) return;
  text.line(level, `${title}:`);
  for (const [name, amount] of entries)
    text.line(level + 1, `${name}:\t${canonicalQuantity(String(amount))}`);
}

function writeProbes(
  text: DescribeText,
  { livenessProbe, readinessProbe, startupProbe }: Container,
): void {
  if (livenessProbe) text.line(2, `Liveness:\t${probeText(livenessProbe)}`);
  if (readinessProbe) text.line(2, `Readiness:\t${probeText(readinessProbe)}`);
  if (startupProbe) text.line(2, `Startup:\t${probeText(startupProbe)}`);
}

/** Models describe.DescribeProbe. */
function probeText(probe: Probe): string {
  const {
    initialDelaySeconds = 0,
    timeoutSeconds = 0,
    periodSeconds = 0,
    successThreshold = 0,
    failureThreshold = 0,
  } = probe;
  const attributes = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}`;
  const { exec, httpGet, tcpSocket, grpc } = probe;
  if (exec) return `exec [${(exec.command ?? []).join(" ")}] ${attributes}`;
  if (httpGet) {
    const { scheme = "", host = "", port, path = "" } = httpGet;
    const slash = path === "" || path.startsWith("/") ? "" : "/";
    return `http-get ${(scheme || "http").toLowerCase()}://${host}:${intOrStringText(port)}${slash}${path} ${attributes}`;
  }
  if (tcpSocket)
    return `tcp-socket ${tcpSocket.host ?? ""}:${intOrStringText(tcpSocket.port)} ${attributes}`;
  if (grpc) return `grpc <pod>:${grpc.port} ${grpc.service ?? ""} ${attributes}`;
  return `unknown ${attributes}`;
}

function writeEnvFrom(text: DescribeText, { envFrom = [] }: Container): void {
  if (envFrom.length === 0) return;
  text.line(2, "Environment Variables from:");
  for (const { prefix = "", configMapRef, secretRef } of envFrom) {
    const from = configMapRef ? "ConfigMap" : "Secret";
    const { name = "", optional = false } = configMapRef ?? secretRef ?? {};
    const prefixed = prefix === "" ? "" : ` with prefix '${prefix}'`;
    text.line(3, `${name}\t${from}${prefixed}\tOptional: ${optional}`);
  }
}

function writeEnv(text: DescribeText, container: Container, pod: Pod | undefined): void {
  const env = container.env ?? [];
  text.line(2, `Environment:${env.length === 0 ? "\t<none>" : ""}`);
  for (const variable of env) {
    if (variable.valueFrom)
      text.line(3, `${variable.name}:\t${sourceText(variable, container, pod)}`);
    else
      (variable.value ?? "")
        .split("\n")
        .forEach((line, i) => text.line(3, i === 0 ? `${variable.name}:\t${line}` : `\t${line}`));
  }
}

function sourceText({ valueFrom }: EnvVar, container: Container, pod: Pod | undefined): string {
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom ?? {};
  if (fieldRef)
    return `${pod ? podField(pod, fieldRef.fieldPath) : ""} (${fieldRef.apiVersion ?? "v1"}:${fieldRef.fieldPath})`;
  if (resourceFieldRef) {
    const [list = "", name = ""] = resourceFieldRef.resource.split(".");
    const amount = textAt(container.resources, list, name);
    return `${amount === "" ? "node allocatable" : amount} (${resourceFieldRef.resource})`;
  }
  if (secretKeyRef)
    return `<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name ?? ""}'>\tOptional: ${secretKeyRef.optional ?? false}`;
  if (configMapKeyRef)
    return `<set to the key '${configMapKeyRef.key}' of config map '${configMapKeyRef.name ?? ""}'>\tOptional: ${configMapKeyRef.optional ?? false}`;
  return "";
}

/** One label or annotation is not looked up: kubectl's own reader of field paths knows no subscripts. */
function podField(pod: Pod, path: string): string {
  return textAt(pod, ...path.split("."));
}

function writeMounts(text: DescribeText, { volumeMounts = [] }: Container): void {
  text.line(2, `Mounts:${volumeMounts.length === 0 ? "\t<none>" : ""}`);
  for (const mount of [...volumeMounts].sort((a, b) => compareText(a.mountPath, b.mountPath))) {
    const flags = [
      mount.readOnly === true ? "ro" : "rw",
      ...(mount.subPath ? [`path=${JSON.stringify(mount.subPath)}`] : []),
    ];
    text.line(3, `${mount.mountPath} from ${mount.name} (${flags.join(",")})`);
  }
}
