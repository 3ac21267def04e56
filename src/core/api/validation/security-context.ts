import {
  duplicate,
  invalid,
  notSupported,
  required,
  tooLong,
  type FieldError,
} from "../field-error.ts";
import type {
  AppArmorProfile,
  PodSecurityContext,
  PodSpec,
  SeccompProfile,
  SecurityContext,
} from "../schema/generated/types.ts";
import { descendingPath, unsupported } from "./fields.ts";
import { windowsOptions } from "./pod-os.ts";
import { idProblems, invalidFor } from "./problems.ts";

const SYSCTL_PATTERN = "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";
const SYSCTL = new RegExp(SYSCTL_PATTERN);
const MAX_SYSCTL_LENGTH = 253;
const MAX_PROFILE_LENGTH = 4095;

/** Every mistake of what a pod's containers may do together. Models validation.validatePodSpecSecurityContext. */
export function validatePodSecurity(path: string, spec: PodSpec): FieldError[] {
  const context = spec.securityContext;
  if (!context) return [];
  const shares = spec.hostPID && spec.shareProcessNamespace;
  return [
    ...idErrors(`${path}.fsGroup`, context.fsGroup),
    ...idErrors(`${path}.runAsUser`, context.runAsUser),
    ...idErrors(`${path}.runAsGroup`, context.runAsGroup),
    ...(context.supplementalGroups ?? []).flatMap((group, i) =>
      idErrors(`${path}.supplementalGroups[${i}]`, group),
    ),
    ...(shares
      ? [
          invalid(
            `${path}.shareProcessNamespace`,
            true,
            "ShareProcessNamespace and HostPID cannot both be enabled",
          ),
        ]
      : []),
    ...validateSysctls(`${path}.sysctls`, context, spec),
    ...oneOf(`${path}.fsGroupChangePolicy`, context.fsGroupChangePolicy, [
      "Always",
      "OnRootMismatch",
    ]),
    ...validateSeccomp(`${path}.seccompProfile`, context.seccompProfile),
    ...windowsOptions(`${path}.windowsOptions`, context.windowsOptions),
    ...validateAppArmor(`${path}.appArmorProfile`, context.appArmorProfile),
    ...oneOf(`${path}.supplementalGroupsPolicy`, context.supplementalGroupsPolicy, [
      "Merge",
      "Strict",
    ]),
    ...oneOf(`${path}.seLinuxChangePolicy`, context.seLinuxChangePolicy, [
      "MountOption",
      "Recursive",
    ]),
  ];
}

/** Every mistake of what one container may do. Models validation.ValidateSecurityContext. */
export function validateContainerSecurity(
  path: string,
  context: SecurityContext | undefined,
  { hostUsers }: { readonly hostUsers: boolean },
): FieldError[] {
  if (!context) return [];
  return [
    ...idErrors(`${path}.runAsUser`, context.runAsUser),
    ...idErrors(`${path}.runAsGroup`, context.runAsGroup),
    ...validateProcMount(`${path}.procMount`, context.procMount, hostUsers),
    ...validateSeccomp(`${path}.seccompProfile`, context.seccompProfile),
    ...validateEscalation(path, context),
    ...windowsOptions(`${path}.windowsOptions`, context.windowsOptions),
    ...validateAppArmor(`${path}.appArmorProfile`, context.appArmorProfile),
  ];
}

function idErrors(path: string, id: number | undefined): FieldError[] {
  return id === undefined ? [] : invalidFor(path, id, idProblems(id));
}

function oneOf(path: string, value: string | undefined, values: readonly string[]): FieldError[] {
  return value === undefined || values.includes(value) ? [] : [notSupported(path, value, values)];
}

function validateSysctls(
  path: string,
  { sysctls }: PodSecurityContext,
  spec: PodSpec,
): FieldError[] {
  const names = new Set<string>();
  return (sysctls ?? []).flatMap(({ name }, i) => {
    const at = `${path}[${i}].name`;
    const errors = [...sysctlNameErrors(at, name, names), ...hostSysctlErrors(at, name, spec)];
    names.add(name);
    return errors;
  });
}

function sysctlNameErrors(at: string, name: string, names: ReadonlySet<string>): FieldError[] {
  if (!name) return [required(at)];
  if (name.length > MAX_SYSCTL_LENGTH || !SYSCTL.test(name)) {
    return [
      invalid(
        at,
        name,
        `must have at most ${MAX_SYSCTL_LENGTH} characters and match regex ${SYSCTL_PATTERN}`,
      ),
    ];
  }
  return names.has(name) ? [duplicate(at, name)] : [];
}

/** What belongs to a namespace shared with the node may not be set by a pod. */
function hostSysctlErrors(
  at: string,
  name: string,
  { hostNetwork, hostIPC }: PodSpec,
): FieldError[] {
  const dotted = name.replaceAll("/", ".");
  if (hostNetwork && dotted.startsWith("net."))
    return [invalid(at, name, "may not be specified when 'hostNetwork' is true")];
  const isIpc = /^(kernel\.(sem|shm)|kernel\.msg|fs\.mqueue\.)/.test(dotted);
  return hostIPC && isIpc ? [invalid(at, name, "may not be specified when 'hostIPC' is true")] : [];
}

function validateProcMount(
  path: string,
  procMount: string | undefined,
  hostUsers: boolean,
): FieldError[] {
  if (procMount === undefined) return [];
  if (procMount !== "Default" && procMount !== "Unmasked")
    return [unsupported(path, procMount, ["Default", "Unmasked"])];
  return procMount === "Unmasked" && hostUsers
    ? [invalid(path, procMount, "`hostUsers` must be false to use `Unmasked`")]
    : [];
}

function validateSeccomp(path: string, profile: SeccompProfile | undefined): FieldError[] {
  if (!profile) return [];
  const { type, localhostProfile } = profile;
  const errors: FieldError[] = [];
  if (!type) errors.push(required(`${path}.type`, "type is required when seccompProfile is set"));
  else if (!["Localhost", "RuntimeDefault", "Unconfined"].includes(type)) {
    errors.push(unsupported(`${path}.type`, type, ["Localhost", "RuntimeDefault", "Unconfined"]));
  }
  const at = `${path}.localhostProfile`;
  if (type !== "Localhost") {
    if (localhostProfile === undefined) return errors;
    return [
      ...errors,
      invalid(
        at,
        { Type: type, LocalhostProfile: localhostProfile },
        "can only be set when seccomp type is Localhost",
      ),
    ];
  }
  if (localhostProfile === undefined)
    return [...errors, required(at, "must be set when seccomp type is Localhost")];
  return [...errors, ...descendingPath(at, localhostProfile)];
}

function validateAppArmor(path: string, profile: AppArmorProfile | undefined): FieldError[] {
  if (!profile) return [];
  const { type, localhostProfile } = profile;
  const at = `${path}.localhostProfile`;
  if (!type) return [required(`${path}.type`, "type is required when appArmorProfile is set")];
  if (type === "Localhost") return localAppArmor(at, localhostProfile);
  if (type !== "RuntimeDefault" && type !== "Unconfined")
    return [unsupported(`${path}.type`, type, ["Localhost", "RuntimeDefault", "Unconfined"])];
  return localhostProfile === undefined
    ? []
    : [invalid(at, localhostProfile, "can only be set when AppArmor type is Localhost")];
}

function localAppArmor(at: string, profile: string | undefined): FieldError[] {
  if (profile === undefined || profile === "")
    return [required(at, "must be set when AppArmor type is Localhost")];
  const errors =
    profile.trim() === profile ? [] : [invalid(at, profile, "must not be padded with whitespace")];
  return profile.length > MAX_PROFILE_LENGTH
    ? [...errors, tooLong(at, MAX_PROFILE_LENGTH)]
    : errors;
}

function validateEscalation(path: string, context: SecurityContext): FieldError[] {
  if (context.allowPrivilegeEscalation !== false) return [];
  const errors: FieldError[] = [];
  const value = internalForm(context);
  if (context.privileged === true) {
    errors.push(
      invalid(
        path,
        value,
        "cannot set `allowPrivilegeEscalation` to false and `privileged` to true",
      ),
    );
  }
  if (context.capabilities?.add?.includes("CAP_SYS_ADMIN")) {
    errors.push(
      invalid(
        path,
        value,
        "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN",
      ),
    );
  }
  return errors;
}

/** How the server's own form of a security context prints. */
function internalForm(context: SecurityContext): unknown {
  const { capabilities } = context;
  return {
    Capabilities: capabilities
      ? { Add: capabilities.add ?? null, Drop: capabilities.drop ?? null }
      : null,
    Privileged: context.privileged ?? null,
    SELinuxOptions: context.seLinuxOptions ?? null,
    WindowsOptions: context.windowsOptions ?? null,
    RunAsUser: context.runAsUser ?? null,
    RunAsGroup: context.runAsGroup ?? null,
    RunAsNonRoot: context.runAsNonRoot ?? null,
    ReadOnlyRootFilesystem: context.readOnlyRootFilesystem ?? null,
    AllowPrivilegeEscalation: context.allowPrivilegeEscalation ?? null,
    ProcMount: context.procMount ?? null,
    SeccompProfile: context.seccompProfile ?? null,
    AppArmorProfile: context.appArmorProfile ?? null,
  };
}
