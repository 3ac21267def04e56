import type {
  ConfigMap,
  Container,
  EnvVarSource,
  Pod,
  ResourceFieldSelector,
  Secret,
  Service,
} from "#core/api/schema/generated/types.ts";
import { parseQuantity } from "#core/api/quantity.ts";
import { compareText } from "#core/base/order.ts";
import { serviceEnvironment } from "./service-env.ts";

/** Where variables come from. The lookups answer undefined for what does not exist. */
export interface EnvSources {
  configMap(namespace: string, name: string): ConfigMap | undefined;
  secret(namespace: string, name: string): Secret | undefined;
  /** What stands behind a Secret's base64 value. */
  decodeSecret(value: string): string;
  readonly services: readonly Service[];
  readonly podIps: readonly string[];
  readonly hostIps: readonly string[];
  /** What the node has to give, for limits that are not set. */
  readonly allocatable: Readonly<Record<string, string>>;
}

/** The variables, or why the container cannot be configured. */
export type EnvOutcome =
  { readonly variables: ReadonlyMap<string, string> } | { readonly error: string };

/** The environment of a container. Models kubelet_pods.go makeEnvironmentVariables. */
export function containerEnvironment(
  pod: Pod,
  container: Container,
  sources: EnvSources,
): EnvOutcome {
  if (!container.env?.length && !container.envFrom?.length)
    return { variables: linksOf(pod, sources) };
  const own = new Map<string, string>();
  const fromProblem = addEnvFrom(own, pod, container, sources);
  if (fromProblem !== undefined) return { error: fromProblem };
  const links = linksOf(pod, sources);
  for (const { name, value, valueFrom } of container.env ?? []) {
    if (value) {
      own.set(
        name,
        expandVariables(value, (each) => own.get(each) ?? links.get(each)),
      );
      continue;
    }
    const found = valueFrom ? readSource(valueFrom, { pod, container, sources }) : { value: "" };
    if ("error" in found) return found;
    if (found.value !== undefined) own.set(name, found.value);
  }
  for (const [name, value] of links) if (!own.has(name)) own.set(name, value);
  return { variables: own };
}

function linksOf(pod: Pod, { services }: EnvSources): ReadonlyMap<string, string> {
  return serviceEnvironment(services, {
    namespace: pod.metadata.namespace ?? "",
    hasServiceLinks: pod.spec?.enableServiceLinks ?? true,
  });
}

function addEnvFrom(
  variables: Map<string, string>,
  pod: Pod,
  container: Container,
  sources: EnvSources,
): string | undefined {
  const namespace = pod.metadata.namespace ?? "";
  for (const { configMapRef, secretRef, prefix = "" } of container.envFrom ?? []) {
    if (configMapRef) {
      const { name = "", optional } = configMapRef;
      const found = sources.configMap(namespace, name);
      if (!found && !optional) return `configmap "${name}" not found`;
      for (const [key, value] of sortedEntries(found?.data)) variables.set(prefix + key, value);
    }
    if (secretRef) {
      const { name = "", optional } = secretRef;
      const found = sources.secret(namespace, name);
      if (!found && !optional) return `secret "${name}" not found`;
      for (const [key, value] of sortedEntries(found?.data))
        variables.set(prefix + key, sources.decodeSecret(value));
    }
  }
  return undefined;
}

interface SourceContext {
  readonly pod: Pod;
  readonly container: Container;
  readonly sources: EnvSources;
}

/** `value` undefined: optional and absent, so the variable is left out. */
type Found = { readonly value: string | undefined } | { readonly error: string };

function readSource(from: EnvVarSource, context: SourceContext): Found {
  const { pod, sources } = context;
  const namespace = pod.metadata.namespace ?? "";
  if (from.fieldRef) return readField(from.fieldRef.fieldPath, context);
  if (from.resourceFieldRef) return readResource(from.resourceFieldRef, context);
  if (from.configMapKeyRef) {
    const { name = "", key, optional } = from.configMapKeyRef;
    const found = sources.configMap(namespace, name);
    if (!found) return optional ? { value: undefined } : { error: `configmap "${name}" not found` };
    const value = found.data?.[key];
    if (value !== undefined || optional) return { value };
    return { error: `couldn't find key ${key} in ConfigMap ${namespace}/${name}` };
  }
  if (from.secretKeyRef) {
    const { name = "", key, optional } = from.secretKeyRef;
    const found = sources.secret(namespace, name);
    if (!found) return optional ? { value: undefined } : { error: `secret "${name}" not found` };
    const value = found.data?.[key];
    if (value === undefined && !optional)
      return { error: `couldn't find key ${key} in Secret ${namespace}/${name}` };
    return { value: value === undefined ? undefined : sources.decodeSecret(value) };
  }
  return { value: "" };
}

function readField(path: string, { pod, sources }: SourceContext): Found {
  const { metadata, spec } = pod;
  const subscript = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (subscript) return { value: metadata[subscript[1] as "labels"]?.[subscript[2] ?? ""] ?? "" };
  switch (path) {
    case "metadata.name":
      return { value: metadata.name ?? "" };
    case "metadata.namespace":
      return { value: metadata.namespace ?? "" };
    case "metadata.uid":
      return { value: metadata.uid ?? "" };
    case "spec.nodeName":
      return { value: spec?.nodeName ?? "" };
    case "spec.serviceAccountName":
      return { value: spec?.serviceAccountName ?? "" };
    case "status.hostIP":
      return { value: sources.hostIps[0] ?? "" };
    case "status.hostIPs":
      return { value: sources.hostIps.join(",") };
    case "status.podIP":
      return { value: sources.podIps[0] ?? "" };
    case "status.podIPs":
      return { value: sources.podIps.join(",") };
    default:
      return { error: `unsupported fieldPath: ${path}` };
  }
}

/** Rounds up to whole divisors. Models resource.ExtractContainerResourceValue. */
function readResource(selector: ResourceFieldSelector, context: SourceContext): Found {
  const [list, resource = ""] = selector.resource.split(".");
  const { containers = [], initContainers = [] } = context.pod.spec;
  const container =
    [...initContainers, ...containers].find(({ name }) => name === selector.containerName) ??
    context.container;
  const { requests, limits } = container.resources ?? {};
  const amount =
    list === "limits"
      ? (limits?.[resource] ?? context.sources.allocatable[resource])
      : requests?.[resource];
  const divisor = parseQuantity(selector.divisor ?? "1")?.nano ?? 0n;
  const unit = divisor === 0n ? 1_000_000_000n : divisor;
  const nano = amount === undefined ? 0n : (parseQuantity(String(amount))?.nano ?? 0n);
  const units = (nano + unit - 1n) / unit;
  return { value: String(units) };
}

/** Replaces `$(NAME)`; `$$` stands for a dollar sign, an unknown name stays as it is written. Models third_party/forked/golang/expansion. */
export function expandVariables(
  text: string,
  lookUp: (name: string) => string | undefined,
): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole, after: string, name: string | undefined) => {
    if (after === "$") return "$";
    return lookUp(name ?? "") ?? whole;
  });
}

function sortedEntries(record: Readonly<Record<string, string>> | undefined): [string, string][] {
  return Object.entries(record ?? {}).sort(([a], [b]) => compareText(a, b));
}
