import { duplicate, invalid, notSupported, required, type FieldError } from "../field-error.ts";
import type { Container, ContainerPort, PodSpec } from "../schema/generated/types.ts";
import { invalidFor, portNameProblems, portNumberProblems } from "./problems.ts";

const PROTOCOLS = ["SCTP", "TCP", "UDP"] as const;

/** Refuses a protocol that does not exist. */
export function protocolErrors(path: string, protocol: string | undefined): FieldError[] {
  if (protocol === undefined) return [required(path)];
  return PROTOCOLS.some((each) => each === protocol)
    ? []
    : [notSupported(path, protocol, PROTOCOLS)];
}

/** Every mistake of a container's ports. Models validation.validateContainerPorts. */
export function validateContainerPorts(
  path: string,
  ports: readonly ContainerPort[],
): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, i) => [
    ...portName(`${path}[${i}].name`, port, names),
    ...portNumbers(`${path}[${i}]`, port),
  ]);
}

function portName(path: string, { name }: ContainerPort, names: Set<string>): FieldError[] {
  if (!name) return [];
  const problems = portNameProblems(name);
  if (problems.length > 0) return invalidFor(path, name, problems);
  if (names.has(name)) return [duplicate(path, name)];
  names.add(name);
  return [];
}

function portNumbers(
  path: string,
  { containerPort, hostPort, protocol }: ContainerPort,
): FieldError[] {
  const errors = containerPort
    ? invalidFor(`${path}.containerPort`, containerPort, portNumberProblems(containerPort))
    : [required(`${path}.containerPort`)];
  if (hostPort)
    errors.push(...invalidFor(`${path}.hostPort`, hostPort, portNumberProblems(hostPort)));
  return [...errors, ...protocolErrors(`${path}.protocol`, protocol)];
}

/** Refuses the same port of the node twice. Models validation.checkHostPortConflicts. */
export function hostPortConflicts(path: string, containers: readonly Container[]): FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap((container, c) =>
    (container.ports ?? []).flatMap((port, p) => {
      if (!port.hostPort) return [];
      const key = `${port.protocol ?? ""}/${port.hostIP ?? ""}/${port.hostPort}`;
      if (taken.has(key)) return [duplicate(`${path}[${c}].ports[${p}].hostPort`, key)];
      taken.add(key);
      return [];
    }),
  );
}

/** On the node's network the two port numbers must agree. Models validation.validatePodHostNetworkDeps. */
export function hostNetworkPorts(
  path: string,
  spec: PodSpec,
  { isPod }: { readonly isPod: boolean },
): FieldError[] {
  if (!spec.hostNetwork) return [];
  return (spec.containers ?? []).flatMap((container, c) =>
    (container.ports ?? []).flatMap(({ hostPort = 0, containerPort }, p) =>
      (isPod || hostPort !== 0) && hostPort !== containerPort
        ? [
            invalid(
              `${path}.containers[${c}].ports[${p}].hostPort`,
              hostPort,
              "must match `containerPort` when `hostNetwork` is true",
            ),
          ]
        : [],
    ),
  );
}
