import type { Service } from "#core/api/schema/generated/types.ts";

const MASTER_SERVICE = "kubernetes";

/** What the variables follow from. */
interface Links {
  readonly services: readonly Service[];
  readonly namespace: string;
  readonly hasServiceLinks: boolean;
}

/** The newest answer: containers that start one after the other find the same Services. */
let latest: { readonly links: Links; readonly variables: ReadonlyMap<string, string> } | undefined;

/**
 * The variables by which a container finds Services; the same map as long as the Services are the same versions of the same objects.
 * Models kubelet getServiceEnvVarMap and envvars.FromServices.
 */
export function serviceEnvironment(
  services: readonly Service[],
  { namespace, hasServiceLinks }: { readonly namespace: string; readonly hasServiceLinks: boolean },
): ReadonlyMap<string, string> {
  const links = { services, namespace, hasServiceLinks };
  if (!latest || !areSameLinks(latest.links, links))
    latest = { links, variables: variablesOf(links) };
  return latest.variables;
}

function areSameLinks(a: Links, b: Links): boolean {
  return (
    a.namespace === b.namespace &&
    a.hasServiceLinks === b.hasServiceLinks &&
    a.services.length === b.services.length &&
    a.services.every(
      (service, i) => service.spec === b.services[i]?.spec && isSameName(service, b.services[i]),
    )
  );
}

function isSameName({ metadata: a }: Service, { metadata: b }: Service): boolean {
  return a.name === b.name && a.namespace === b.namespace;
}

function variablesOf({ services, namespace, hasServiceLinks }: Links): Map<string, string> {
  const chosen = new Map<string, Service>();
  for (const service of services) {
    const { name = "" } = service.metadata;
    const ip = service.spec.clusterIP ?? "";
    if (ip === "" || ip === "None") continue;
    if (service.metadata.namespace === "default" && name === MASTER_SERVICE) {
      if (!chosen.has(name)) chosen.set(name, service);
    } else if (service.metadata.namespace === namespace && hasServiceLinks)
      chosen.set(name, service);
  }
  const variables = new Map<string, string>();
  for (const service of chosen.values()) addService(variables, service);
  return variables;
}

function addService(variables: Map<string, string>, { metadata, spec }: Service): void {
  const prefix = variableName(metadata.name ?? "");
  const ip = spec.clusterIP ?? "";
  const ports = spec.ports ?? [];
  variables.set(`${prefix}_SERVICE_HOST`, ip);
  variables.set(`${prefix}_SERVICE_PORT`, String(ports[0]?.port ?? ""));
  for (const { name, port } of ports)
    if (name) variables.set(`${prefix}_SERVICE_PORT_${variableName(name)}`, String(port));
  for (const [index, { port, protocol = "TCP" }] of ports.entries()) {
    const scheme = protocol.toLowerCase();
    const host = ip.includes(":") ? `[${ip}]` : ip;
    const url = `${scheme}://${host}:${port}`;
    if (index === 0) variables.set(`${prefix}_PORT`, url);
    const portPrefix = `${prefix}_PORT_${port}_${protocol.toUpperCase()}`;
    variables.set(portPrefix, url);
    variables.set(`${portPrefix}_PROTO`, scheme);
    variables.set(`${portPrefix}_PORT`, String(port));
    variables.set(`${portPrefix}_ADDR`, ip);
  }
}

function variableName(text: string): string {
  return text.toUpperCase().replaceAll("-", "_");
}
