import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from "../field-error.ts";
import type {
  PodSpec,
  SecurityContext,
  WindowsSecurityContextOptions,
} from "../schema/generated/types.ts";
import { subdomainProblems } from "../label-format.ts";
import { allContainers } from "./pod-containers.ts";
import { invalidFor } from "./problems.ts";

const MAX_CREDENTIAL_KIB = 64;
const MAX_DOMAIN_LENGTH = 256;
const MAX_USER_LENGTH = 104;
const NOT_FOR_WINDOWS = "cannot be set for a windows pod";
const DOMAIN_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const DOMAIN = new RegExp(`^${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})*$`);
const NET_BIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;

/** What no pod of Windows may say, in upstream's order; those in the second list stand beside the security context in the API. */
const POD_FIELDS = [
  "securityContext.appArmorProfile",
  "securityContext.seLinuxOptions",
  "hostUsers",
  "hostPID",
  "hostIPC",
  "securityContext.seccompProfile",
  "securityContext.fsGroup",
  "securityContext.fsGroupChangePolicy",
  "securityContext.sysctls",
  "shareProcessNamespace",
  "securityContext.runAsUser",
  "securityContext.runAsGroup",
  "securityContext.supplementalGroups",
  "securityContext.supplementalGroupsPolicy",
  "securityContext.seLinuxChangePolicy",
] as const;
const CONTAINER_FIELDS = [
  "appArmorProfile",
  "seLinuxOptions",
  "seccompProfile",
  "capabilities",
  "readOnlyRootFilesystem",
  "privileged",
  "allowPrivilegeEscalation",
  "procMount",
  "runAsUser",
  "runAsGroup",
] as const satisfies readonly (keyof SecurityContext)[];

/** Every mistake of the system a pod is made for, and what it says that this system does not have. Models validation.validateOS, validateLinux and validateWindows. */
export function validateOs(path: string, spec: PodSpec): FieldError[] {
  if (!spec.os) return [];
  const { name } = spec.os;
  if (!name) return [required(`${path}.os.name`, "cannot be empty")];
  if (name === "linux") return linuxErrors(path, spec);
  if (name === "windows") return windowsErrors(path, spec);
  return [notSupported(`${path}.os`, name, ["linux", "windows"])];
}

function linuxErrors(path: string, spec: PodSpec): FieldError[] {
  const places = [
    { path, securityContext: spec.securityContext },
    ...allContainers(path, spec).map((each) => ({
      path: each.path,
      securityContext: each.container.securityContext,
    })),
  ];
  return places.flatMap(({ path: at, securityContext }) =>
    securityContext?.windowsOptions
      ? [
          forbiddenField(
            `${at}.securityContext.windowsOptions`,
            "windows options cannot be set for a linux pod",
          ),
        ]
      : [],
  );
}

function windowsErrors(path: string, spec: PodSpec): FieldError[] {
  const valueAt = (field: string) =>
    field
      .split(".")
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], spec);
  // These two are no pointers upstream: false is as good as unset.
  const isSet = (field: string) => {
    const value = valueAt(field);
    if (field === "hostPID" || field === "hostIPC") return value === true;
    return field.endsWith(".sysctls")
      ? (value as readonly unknown[] | undefined)?.length
      : value !== undefined;
  };
  return [
    ...POD_FIELDS.filter(isSet).map((field) => forbiddenField(`${path}.${field}`, NOT_FOR_WINDOWS)),
    ...allContainers(path, spec).flatMap(({ path: at, container }) =>
      CONTAINER_FIELDS.filter((field) => container.securityContext?.[field] !== undefined).map(
        (field) => forbiddenField(`${at}.securityContext.${field}`, NOT_FOR_WINDOWS),
      ),
    ),
  ];
}

/** Containers that are processes of the host are all so, and on its network. Models validation.validateWindowsHostProcessPod. */
export function hostProcessErrors(path: string, spec: PodSpec): FieldError[] {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  const containers = allContainers(path, spec);
  const own = (each: (typeof containers)[number]) =>
    each.container.securityContext?.windowsOptions?.hostProcess;
  const errors = containers.flatMap((each) => {
    const value = own(each);
    if (ofPod === undefined || value === undefined || value === ofPod) return [];
    const field = `${each.path}.securityContext.windowsOptions.hostProcess`;
    const detail = `pod hostProcess value must be identical if both are specified, was ${String(ofPod)}`;
    return [invalid(field, value, detail)];
  });
  const count = containers.filter((each) => own(each) ?? ofPod).length;
  if (count === 0) return errors;
  if (count !== containers.length) {
    const detail =
      "If pod contains any hostProcess containers then all containers must be HostProcess containers";
    errors.push(invalid(path, "", detail));
  }
  if (!spec.hostNetwork)
    errors.push(
      invalid(
        `${path}.hostNetwork`,
        false,
        "hostNetwork must be true if pod contains any hostProcess containers",
      ),
    );
  return errors;
}

/** Every mistake of what Windows asks to know. Models validation.validateWindowsSecurityContextOptions. */
export function windowsOptions(
  path: string,
  options: WindowsSecurityContextOptions | undefined,
): FieldError[] {
  if (!options) return [];
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: credential, runAsUserName } = options;
  return [
    ...(name === undefined
      ? []
      : invalidFor(`${path}.gmsaCredentialSpecName`, name, subdomainProblems(name))),
    ...(credential === undefined ? [] : credentialErrors(`${path}.gmsaCredentialSpec`, credential)),
    ...(runAsUserName === undefined
      ? []
      : invalidFor(`${path}.runAsUserName`, runAsUserName, userProblems(runAsUserName))),
  ];
}

function credentialErrors(field: string, credential: string): FieldError[] {
  if (credential === "")
    return [invalid(field, credential, "gmsaCredentialSpec cannot be an empty string")];
  return credential.length > MAX_CREDENTIAL_KIB * 1024
    ? [
        invalid(
          field,
          credential,
          `gmsaCredentialSpec size must be under ${MAX_CREDENTIAL_KIB} KiB`,
        ),
      ]
    : [];
}

function userProblems(name: string): string[] {
  if (name === "") return ["runAsUserName cannot be an empty string"];
  if (/[\u0000-\u001f\u007f]/.test(name))
    return ["runAsUserName cannot contain control characters"];
  const parts = name.split("\\");
  if (parts.length > 2) return ["runAsUserName cannot contain more than one backslash"];
  const [domain, user] = parts.length === 2 ? parts : [undefined, parts[0]];
  return [...(domain === undefined ? [] : domainProblems(domain)), ...accountProblems(user ?? "")];
}

function domainProblems(domain: string): string[] {
  const problems: string[] = [];
  if (domain.length >= MAX_DOMAIN_LENGTH)
    problems.push(`runAsUserName's Domain length must be under ${MAX_DOMAIN_LENGTH} characters`);
  if (!NET_BIOS.test(domain) && !DOMAIN.test(domain))
    problems.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
  return problems;
}

function accountProblems(user: string): string[] {
  const problems: string[] = [];
  if (user === "") problems.push("runAsUserName's User cannot be empty");
  else if (user.length > MAX_USER_LENGTH)
    problems.push(
      `runAsUserName's User length must not be longer than ${MAX_USER_LENGTH} characters`,
    );
  if (/^[. ]+$/.test(user))
    problems.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user))
    problems.push(
      "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]",
    );
  return problems;
}
