import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from "../field-error.ts";
import type {
  Container,
  HTTPGetAction,
  Lifecycle,
  LifecycleHandler,
  Probe,
} from "../schema/generated/types.ts";
import { notNegative, portNumberOrName } from "./fields.ts";
import { httpHeaderProblems, invalidFor } from "./problems.ts";

/** Every mistake of a container's three probes and its hooks, in upstream's order. */
export function validateProbesAndHooks(
  path: string,
  container: Container,
  gracePeriod: number | undefined,
): FieldError[] {
  return [
    ...(container.lifecycle
      ? validateLifecycle(`${path}.lifecycle`, container.lifecycle, gracePeriod)
      : []),
    ...validateOnceProbe(`${path}.livenessProbe`, container.livenessProbe),
    ...validateReadinessProbe(`${path}.readinessProbe`, container.readinessProbe),
    ...validateOnceProbe(`${path}.startupProbe`, container.startupProbe),
  ];
}

/** Liveness and startup probes succeed at once. */
function validateOnceProbe(path: string, probe: Probe | undefined): FieldError[] {
  if (!probe) return [];
  const threshold = probe.successThreshold ?? 0;
  return [
    ...validateProbe(path, probe),
    ...(threshold === 1 ? [] : [invalid(`${path}.successThreshold`, threshold, "must be 1")]),
  ];
}

function validateReadinessProbe(path: string, probe: Probe | undefined): FieldError[] {
  if (!probe) return [];
  const seconds = probe.terminationGracePeriodSeconds;
  const grace =
    seconds === undefined
      ? []
      : [
          invalid(
            `${path}.terminationGracePeriodSeconds`,
            seconds,
            "must not be set for readinessProbes",
          ),
        ];
  return [...validateProbe(path, probe), ...grace];
}

function validateProbe(path: string, probe: Probe): FieldError[] {
  const seconds = probe.terminationGracePeriodSeconds;
  return [
    ...validateHandler(path, probe, undefined),
    ...notNegative(`${path}.initialDelaySeconds`, probe.initialDelaySeconds),
    ...notNegative(`${path}.timeoutSeconds`, probe.timeoutSeconds),
    ...notNegative(`${path}.periodSeconds`, probe.periodSeconds),
    ...notNegative(`${path}.successThreshold`, probe.successThreshold),
    ...notNegative(`${path}.failureThreshold`, probe.failureThreshold),
    ...(seconds !== undefined && seconds <= 0
      ? [invalid(`${path}.terminationGracePeriodSeconds`, seconds, "must be greater than 0")]
      : []),
  ];
}

function validateLifecycle(
  path: string,
  { postStart, preStop }: Lifecycle,
  gracePeriod: number | undefined,
): FieldError[] {
  return [
    ...(postStart ? validateHandler(`${path}.postStart`, postStart, gracePeriod) : []),
    ...(preStop ? validateHandler(`${path}.preStop`, preStop, gracePeriod) : []),
  ];
}

type Handler = Pick<Probe, "grpc"> & LifecycleHandler;

/** Exactly one way to act must be named. Models validation.validateHandler. */
function validateHandler(
  path: string,
  handler: Handler,
  gracePeriod: number | undefined,
): FieldError[] {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler;
  const found: [string, FieldError[]][] = [];
  if (exec) found.push(["exec", exec.command?.length ? [] : [required(`${path}.exec.command`)]]);
  if (httpGet) found.push(["httpGet", validateHttpGet(`${path}.httpGet`, httpGet)]);
  if (tcpSocket)
    found.push(["tcpSocket", portNumberOrName(`${path}.tcpSocket.port`, tcpSocket.port)]);
  if (grpc) found.push(["grpc", portNumberOrName(`${path}.grpc.port`, grpc.port)]);
  if (sleep) found.push(["sleep", validateSleep(`${path}.sleep`, sleep.seconds, gracePeriod)]);
  if (found.length === 0) return [required(path, "must specify a handler type")];
  return found.flatMap(([name, errors], i) =>
    i === 0
      ? errors
      : [forbiddenField(`${path}.${name}`, "may not specify more than 1 handler type")],
  );
}

function validateSleep(
  path: string,
  seconds: number,
  gracePeriod: number | undefined,
): FieldError[] {
  if (gracePeriod === undefined || (seconds >= 0 && seconds <= gracePeriod)) return [];
  return [
    invalid(
      path,
      seconds,
      `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`,
    ),
  ];
}

function validateHttpGet(
  path: string,
  { path: url, port, scheme, httpHeaders }: HTTPGetAction,
): FieldError[] {
  return [
    ...(url ? [] : [required(`${path}.path`)]),
    ...portNumberOrName(`${path}.port`, port),
    ...(scheme === "HTTP" || scheme === "HTTPS"
      ? []
      : [notSupported(`${path}.scheme`, scheme, ["HTTP", "HTTPS"])]),
    ...(httpHeaders ?? []).flatMap(({ name }) =>
      invalidFor(`${path}.httpHeaders`, name, httpHeaderProblems(name)),
    ),
  ];
}
