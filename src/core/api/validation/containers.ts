import {
  duplicate,
  forbiddenField,
  invalid,
  notFoundField,
  notSupported,
  required,
  type FieldError,
} from "../field-error.ts";
import type {
  Container,
  ContainerResizePolicy,
  EphemeralContainer,
  PodSpec,
  Volume,
} from "../schema/generated/types.ts";
import { validateEnv, validateEnvFrom } from "./env.ts";
import { dnsLabel, unsupported } from "./fields.ts";
import { hostPortConflicts, validateContainerPorts } from "./ports.ts";
import { validateProbesAndHooks } from "./probes.ts";
import { validateContainerResources } from "./resources.ts";
import { validateRestart } from "./restart-rules.ts";
import { validateContainerSecurity } from "./security-context.ts";
import { validateVolumeDevices, validateVolumeMounts } from "./volume-mounts.ts";

const PULL_POLICIES = ["Always", "IfNotPresent", "Never"] as const;
const NOT_FOR_INIT = "may not be set for init containers without restartPolicy=Always";
const NOT_FOR_EPHEMERAL = "cannot be set for an Ephemeral Container";

/** What checking a container needs to know of its pod. */
export interface ContainerScope {
  readonly spec: PodSpec;
  readonly volumes: ReadonlyMap<string, Volume>;
}

/** Every mistake of the regular containers. Models validation.validateContainers. */
export function validateContainers(path: string, scope: ContainerScope): FieldError[] {
  const containers = scope.spec.containers ?? [];
  if (containers.length === 0) return [required(path)];
  const names = new Set<string>();
  const errors = containers.flatMap((container, i) => {
    const at = `${path}[${i}]`;
    const found = validateCommon(at, container, scope);
    if (names.has(container.name)) found.push(duplicate(`${at}.name`, container.name));
    names.add(container.name);
    found.push(...validateProbesAndHooks(at, container, scope.spec.terminationGracePeriodSeconds));
    return [...found, ...validateRestart(at, container)];
  });
  return [...errors, ...hostPortConflicts(path, containers)];
}

/** Every mistake of the init containers. Models validation.validateInitContainers. */
export function validateInitContainers(path: string, scope: ContainerScope): FieldError[] {
  if (!scope.spec.initContainers) return [];
  const names = new Set((scope.spec.containers ?? []).map((container) => container.name));
  return scope.spec.initContainers.flatMap((container, i) => {
    const at = `${path}[${i}]`;
    const errors = [...validateCommon(at, container, scope), ...validateRestart(at, container)];
    if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name));
    else if (container.name) names.add(container.name);
    // Init containers run one after another, so only their own ports can collide; the path counts from the list's start, as upstream's does.
    errors.push(...hostPortConflicts(path, [container]));
    if (container.restartPolicy === "Always") {
      return [
        ...errors,
        ...validateProbesAndHooks(at, container, scope.spec.terminationGracePeriodSeconds),
      ];
    }
    const present = (
      ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"] as const
    ).filter((each) => container[each]);
    return [...errors, ...present.map((each) => forbiddenField(`${at}.${each}`, NOT_FOR_INIT))];
  });
}

/** Every mistake of the containers added for a look inside. Models validation.validateEphemeralContainers. */
export function validateEphemeralContainers(path: string, scope: ContainerScope): FieldError[] {
  const { containers, initContainers, ephemeralContainers } = scope.spec;
  if (!ephemeralContainers) return [];
  const others = new Set(
    [...(containers ?? []), ...(initContainers ?? [])].map((container) => container.name),
  );
  const names = new Set(others);
  return ephemeralContainers.flatMap((container, i) => {
    const at = `${path}[${i}]`;
    const errors = [
      ...validateCommon(at, container as Container, scope),
      ...untrimmedImage(at, container.image),
    ];
    if (names.has(container.name)) errors.push(duplicate(`${at}.name`, container.name));
    names.add(container.name);
    const target = container.targetContainerName;
    if (target && !others.has(target))
      errors.push(notFoundField(`${at}.targetContainerName`, target));
    return [...errors, ...onlyForOthers(at, container)];
  });
}

/** Containers for a look inside may say little of themselves. Models allowedEphemeralContainerFields. */
function onlyForOthers(at: string, container: EphemeralContainer): FieldError[] {
  const { limits, requests, claims } = container.resources ?? {};
  const isSet = {
    ports: container.ports,
    resources: limits ?? requests ?? claims,
    resizePolicy: container.resizePolicy,
    restartPolicy: container.restartPolicy,
    restartPolicyRules: container.restartPolicyRules,
    livenessProbe: container.livenessProbe,
    readinessProbe: container.readinessProbe,
    startupProbe: container.startupProbe,
    lifecycle: container.lifecycle,
  };
  const fields = Object.entries(isSet).flatMap(([field, value]) =>
    value === undefined ? [] : [field],
  );
  const paths = (container.volumeMounts ?? []).flatMap(({ subPath, subPathExpr }, i) => [
    ...(subPath ? [`volumeMounts[${i}].subPath`] : []),
    ...(subPathExpr ? [`volumeMounts[${i}].subPathExpr`] : []),
  ]);
  return [...fields, ...paths].map((field) => forbiddenField(`${at}.${field}`, NOT_FOR_EPHEMERAL));
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** What holds for every sort of container. Models validation.validateContainerCommon. */
function validateCommon(
  at: string,
  container: Container,
  { spec, volumes }: ContainerScope,
): FieldError[] {
  const claims = spec.resourceClaims
    ? new Set(spec.resourceClaims.map((claim) => claim.name))
    : NO_NAMES;
  return [
    ...(container.name ? dnsLabel(`${at}.name`, container.name) : [required(`${at}.name`)]),
    ...(container.image ? [] : [required(`${at}.image`)]),
    ...messagePolicy(`${at}.terminationMessagePolicy`, container.terminationMessagePolicy),
    ...validateContainerPorts(`${at}.ports`, container.ports ?? []),
    ...validateEnv(`${at}.env`, container.env),
    ...validateEnvFrom(`${at}.envFrom`, container.envFrom),
    ...validateVolumeMounts(`${at}.volumeMounts`, container, volumes),
    ...validateVolumeDevices(`${at}.volumeDevices`, container, volumes),
    ...pullPolicy(`${at}.imagePullPolicy`, container.imagePullPolicy),
    ...validateContainerResources(`${at}.resources`, container.resources ?? {}, claims),
    ...validateResizePolicy(`${at}.resizePolicy`, container.resizePolicy ?? [], spec.restartPolicy),
    ...validateContainerSecurity(`${at}.securityContext`, container.securityContext, {
      hostUsers: spec.hostUsers !== false,
    }),
  ];
}

/** A real pod's image has no blanks around it; a template's may. Models validation.validateContainerOnlyForPod. */
export function untrimmedImage(at: string, image: string | undefined): FieldError[] {
  return image && image.trim() !== image
    ? [invalid(`${at}.image`, image, "must not have leading or trailing whitespace")]
    : [];
}

function messagePolicy(path: string, policy: string | undefined): FieldError[] {
  if (policy === "File" || policy === "FallbackToLogsOnError") return [];
  return [policy ? unsupported(path, policy, ["File", "FallbackToLogsOnError"]) : required(path)];
}

function pullPolicy(path: string, policy: string | undefined): FieldError[] {
  if (PULL_POLICIES.some((each) => each === policy)) return [];
  return [policy ? notSupported(path, policy, PULL_POLICIES) : required(path)];
}

function validateResizePolicy(
  path: string,
  policies: readonly ContainerResizePolicy[],
  podRestartPolicy: string | undefined,
): FieldError[] {
  const seen = new Set<string>();
  return policies.flatMap(({ resourceName, restartPolicy }, i) => {
    const errors = seen.has(resourceName) ? [duplicate(`${path}[${i}]`, resourceName)] : [];
    seen.add(resourceName);
    errors.push(...knownOrRequired(path, resourceName, ["cpu", "memory"]));
    errors.push(...knownOrRequired(path, restartPolicy, ["NotRequired", "RestartContainer"]));
    if (podRestartPolicy === "Never" && restartPolicy !== "NotRequired") {
      errors.push(
        invalid(path, restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'"),
      );
    }
    return errors;
  });
}

function knownOrRequired(path: string, value: string, known: readonly string[]): FieldError[] {
  if (known.includes(value)) return [];
  return [value ? notSupported(path, value, known) : required(path)];
}
