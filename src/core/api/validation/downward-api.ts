import { invalid, notSupported, required, type FieldError } from "../field-error.ts";
import { canonicalQuantity } from "../quantity.ts";
import type { ObjectFieldSelector, ResourceFieldSelector } from "../schema/generated/types.ts";
import { qualifiedName } from "./fields.ts";

const RESOURCES = [
  "limits.cpu",
  "limits.memory",
  "limits.ephemeral-storage",
  "requests.cpu",
  "requests.memory",
  "requests.ephemeral-storage",
] as const;
const HUGE_PAGES = /^(requests|limits)\.hugepages-/;
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  "metadata.annotations",
  "metadata.labels",
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.restartPolicy",
  "spec.serviceAccountName",
  "spec.schedulerName",
  "status.phase",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
]);
const BYTES_DIVISORS: ReadonlySet<string> = new Set([
  "1",
  "1k",
  "1M",
  "1G",
  "1T",
  "1P",
  "1E",
  "1Ki",
  "1Mi",
  "1Gi",
  "1Ti",
  "1Pi",
  "1Ei",
]);
const CPU_DIVISORS: ReadonlySet<string> = new Set(["1m", "1"]);

/** Refuses a reference to a pod field that cannot be handed to the pod here. Models validation.validateObjectFieldSelector. */
export function fieldReference(
  path: string,
  { apiVersion, fieldPath }: ObjectFieldSelector,
  allowed: readonly string[],
): FieldError[] {
  if (!apiVersion) return [required(`${path}.apiVersion`)];
  if (!fieldPath) return [required(`${path}.fieldPath`)];
  if (apiVersion !== "v1")
    return [conversionError(path, fieldPath, `unsupported pod version: ${apiVersion}`)];
  const subscripted = /^(.+)\['(.*)'\]$/.exec(fieldPath);
  if (subscripted)
    return subscriptErrors(path, subscripted[1] ?? "", subscripted[2] ?? "", fieldPath);
  const internalPath = fieldPath === "spec.host" ? "spec.nodeName" : fieldPath;
  if (!KNOWN_FIELDS.has(internalPath))
    return [conversionError(path, fieldPath, `field label not supported: ${fieldPath}`)];
  return allowed.includes(internalPath)
    ? []
    : [notSupported(`${path}.fieldPath`, internalPath, allowed)];
}

function subscriptErrors(path: string, map: string, key: string, fieldPath: string): FieldError[] {
  if (map === "metadata.annotations") return qualifiedName(path, key.toLowerCase());
  if (map === "metadata.labels") return qualifiedName(path, key);
  return [conversionError(path, fieldPath, `field label does not support subscript: ${fieldPath}`)];
}

function conversionError(path: string, fieldPath: string, cause: string): FieldError {
  return invalid(`${path}.fieldPath`, fieldPath, `error converting fieldPath: ${cause}`);
}

/** Refuses a reference to an unknown container resource or with an odd divisor. Models validation.validateContainerResourceFieldSelector. */
export function resourceReference(
  path: string,
  { containerName, resource, divisor }: ResourceFieldSelector,
  { needsContainer }: { readonly needsContainer: boolean },
): FieldError[] {
  const errors: FieldError[] = [];
  if (needsContainer && !containerName) errors.push(required(`${path}.containerName`));
  else if (!resource) errors.push(required(`${path}.resource`));
  else if (!RESOURCES.some((each) => each === resource) && !HUGE_PAGES.test(resource)) {
    errors.push(notSupported(`${path}.resource`, resource, RESOURCES));
  }
  return [
    ...errors,
    ...divisorErrors(
      path,
      resource,
      divisor === undefined ? "0" : canonicalQuantity(String(divisor)),
    ),
  ];
}

function divisorErrors(path: string, resource: string, divisor: string): FieldError[] {
  if (divisor === "0") return [];
  const bytes = "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the";
  const refuse = (detail: string) => [
    invalid(`${path}.divisor`, resource, `only divisor's values ${detail} resource`),
  ];
  if (/\.cpu$/.test(resource))
    return CPU_DIVISORS.has(divisor) ? [] : refuse("1m and 1 are supported with the cpu");
  if (BYTES_DIVISORS.has(divisor)) return [];
  if (/\.memory$/.test(resource)) return refuse(`${bytes} memory`);
  if (/\.ephemeral-storage$/.test(resource)) return refuse(`${bytes} local ephemeral storage`);
  return HUGE_PAGES.test(resource)
    ? [invalid(`${path}.divisor`, resource, `only divisor's values ${bytes} hugepages resource`)]
    : [];
}
