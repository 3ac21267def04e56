import type { Container, SELinuxOptions } from "#core/api/schema/generated/types.ts";
import {
  byContainers,
  containersOf,
  namesWhere,
  quoted,
  settersText,
  sortedSet,
  type Check,
  type JudgedPod,
  type Violation,
} from "./check.ts";

const DEFAULT_CAPABILITIES: ReadonlySet<string> = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);
const SELINUX_TYPES: ReadonlySet<string> = new Set([
  "",
  "container_t",
  "container_init_t",
  "container_kvm_t",
  "container_engine_t",
]);
const SAFE_SYSCTLS: ReadonlySet<string> = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
]);
const APPARMOR_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

const appArmor: Check = (pod) => {
  const { metadata, spec } = pod;
  const isBad = (type: string | undefined) => type === "Unconfined";
  const fromAnnotations = Object.entries(metadata.annotations ?? {})
    .filter(
      ([key, value]) =>
        key.startsWith(APPARMOR_ANNOTATION) &&
        value !== "" &&
        value !== "runtime/default" &&
        !value.startsWith("localhost/"),
    )
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const isPod = isBad(spec.securityContext?.appArmorProfile?.type);
  const names = namesWhere(pod, (each) => isBad(each.securityContext?.appArmorProfile?.type));
  if (fromAnnotations.length === 0 && !isPod && names.length === 0) return undefined;
  const set = settersText(isPod, names);
  const fields = set === "" ? [] : [`${set} must not set AppArmor profile type to "Unconfined"`];
  const count = fromAnnotations.length + (isPod ? 1 : 0) + names.length;
  return {
    reason: `forbidden AppArmor ${count === 1 ? "profile" : "profiles"}`,
    detail: [
      ...fields,
      ...(fromAnnotations.length > 0 ? [fromAnnotations.sort().join(", ")] : []),
    ].join(", "),
  };
};

/** Capabilities beyond those every container has. */
const capabilities: Check = (pod) => {
  const added = (container: Container) =>
    (container.securityContext?.capabilities?.add ?? []).filter(
      (name) => !DEFAULT_CAPABILITIES.has(name),
    );
  const names = namesWhere(pod, (container) => added(container).length > 0);
  const all = sortedSet(containersOf(pod).flatMap(added));
  return byContainers(
    "non-default capabilities",
    names,
    `must not include ${quoted(all)} in securityContext.capabilities.add`,
  );
};

const hostNamespaces: Check = ({ spec }) => {
  const used = (["hostNetwork", "hostPID", "hostIPC"] as const).filter((key) => spec[key] === true);
  if (used.length === 0) return undefined;
  return { reason: "host namespaces", detail: used.map((key) => `${key}=true`).join(", ") };
};

const hostPathVolumes: Check = ({ spec }) => {
  const names = (spec.volumes ?? []).filter(({ hostPath }) => hostPath).map(({ name }) => name);
  if (names.length === 0) return undefined;
  const word = names.length === 1 ? "volume" : "volumes";
  return { reason: "hostPath volumes", detail: `${word} ${quoted(names)}` };
};

const hostPorts: Check = (pod) => {
  const portsOf = (container: Container) =>
    (container.ports ?? []).flatMap(({ hostPort }) => (hostPort ? [String(hostPort)] : []));
  const names = namesWhere(pod, (container) => portsOf(container).length > 0);
  const ports = sortedSet(containersOf(pod).flatMap(portsOf));
  const uses = names.length === 1 ? "uses" : "use";
  const word = ports.length === 1 ? "hostPort" : "hostPorts";
  return byContainers("hostPort", names, `${uses} ${word} ${ports.join(", ")}`);
};

const hostsOfProbes: Check = (pod) => {
  const hostsOf = (container: Container) => {
    const { livenessProbe, readinessProbe, startupProbe, lifecycle } = container;
    const handlers = [
      livenessProbe,
      readinessProbe,
      startupProbe,
      lifecycle?.postStart,
      lifecycle?.preStop,
    ];
    return handlers
      .flatMap((handler) => [handler?.httpGet?.host, handler?.tcpSocket?.host])
      .filter((host): host is string => host !== undefined && host !== "");
  };
  const names = namesWhere(pod, (container) => hostsOf(container).length > 0);
  const hosts = sortedSet(containersOf(pod).flatMap(hostsOf));
  const uses = names.length === 1 ? "uses" : "use";
  const word = hosts.length === 1 ? "host" : "hosts";
  return byContainers(
    "probe or lifecycle host",
    names,
    `${uses} probe or lifecycle ${word} ${quoted(hosts)}`,
  );
};

const privileged: Check = (pod) =>
  byContainers(
    "privileged",
    namesWhere(pod, ({ securityContext }) => securityContext?.privileged === true),
    "must not set securityContext.privileged=true",
  );

const procMount: Check = (pod) => {
  const mountOf = ({ securityContext }: Container) => securityContext?.procMount ?? "Default";
  const names = namesWhere(pod, (container) => mountOf(container) !== "Default");
  const kinds = sortedSet(containersOf(pod).map(mountOf)).filter((each) => each !== "Default");
  return byContainers(
    "procMount",
    names,
    `must not set securityContext.procMount to ${quoted(kinds)}`,
  );
};

const seLinuxOptions: Check = (pod) => {
  const isBad = (options: SELinuxOptions | undefined) =>
    options !== undefined &&
    (!SELINUX_TYPES.has(options.type ?? "") || !!options.user || !!options.role);
  const own = pod.spec.securityContext?.seLinuxOptions;
  const names = namesWhere(pod, (each) => isBad(each.securityContext?.seLinuxOptions));
  if (!isBad(own) && names.length === 0) return undefined;
  const all = [
    own,
    ...containersOf(pod).map(({ securityContext }) => securityContext?.seLinuxOptions),
  ];
  const types = sortedSet(all.map((each) => each?.type ?? "")).filter(
    (type) => !SELINUX_TYPES.has(type),
  );
  const data = [
    ...(types.length > 0 ? [`${types.length === 1 ? "type" : "types"} ${quoted(types)}`] : []),
    ...(all.some((each) => each?.user) ? ["user may not be set"] : []),
    ...(all.some((each) => each?.role) ? ["role may not be set"] : []),
  ];
  return {
    reason: "seLinuxOptions",
    detail: `${settersText(isBad(own), names)} set forbidden securityContext.seLinuxOptions: ${data.join("; ")}`,
  };
};

/** Profiles that are set, and must not be. */
export function forbiddenSeccomp(pod: JudgedPod): Violation | undefined {
  const isBad = (type: string | undefined) =>
    type !== undefined && type !== "RuntimeDefault" && type !== "Localhost";
  const own = pod.spec.securityContext?.seccompProfile?.type;
  const typeOf = ({ securityContext }: Container) => securityContext?.seccompProfile?.type;
  const names = namesWhere(pod, (container) => isBad(typeOf(container)));
  if (!isBad(own) && names.length === 0) return undefined;
  const types = sortedSet(
    [own, ...containersOf(pod).map(typeOf)].filter((type): type is NonNullable<typeof type> =>
      isBad(type),
    ),
  );
  return {
    reason: "seccompProfile",
    detail: `${settersText(isBad(own), names)} must not set securityContext.seccompProfile.type to ${quoted(types)}`,
  };
}

const sysctls: Check = ({ spec }) => {
  const bad = (spec.securityContext?.sysctls ?? [])
    .map(({ name }) => name)
    .filter((name) => !SAFE_SYSCTLS.has(name));
  return bad.length === 0 ? undefined : { reason: "forbidden sysctls", detail: bad.join(", ") };
};

const windowsHostProcess: Check = (pod) => {
  const isPod = pod.spec.securityContext?.windowsOptions?.hostProcess === true;
  const names = namesWhere(
    pod,
    ({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true,
  );
  if (!isPod && names.length === 0) return undefined;
  return {
    reason: "hostProcess",
    detail: `${settersText(isPod, names)} must not set securityContext.windowsOptions.hostProcess=true`,
  };
};

/** The rules of the level baseline, by their names, which give their order. Models pod-security-admission policy.DefaultChecks. */
export const baselineChecks: Readonly<Record<string, Check>> = {
  appArmorProfile: appArmor,
  capabilities_baseline: capabilities,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbesAndhostLifecycle: hostsOfProbes,
  privileged,
  procMount,
  seLinuxOptions,
  seccompProfile_baseline: forbiddenSeccomp,
  sysctls,
  windowsHostProcess,
};
