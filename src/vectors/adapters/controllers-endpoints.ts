import type { Node, Pod, Service, ServicePort } from "#core/api/schema/generated/types.ts";
import {
  endpointOf,
  endpointPortsOf,
  type AddressType,
} from "#core/controllers/endpointslice/endpoints.ts";
import { sliceFor } from "#core/controllers/endpointslice/plan.ts";
import type { VectorCase } from "../adapter.ts";
import { fields, list, text, type Fields } from "./controllers-given.ts";

function serviceOf(given: Fields): Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: text(given.name) || "svc",
      namespace: text(given.namespace) || "default",
      labels: fields(given.labels) as Record<string, string>,
    },
    spec: {
      ...(given.headless === true && { clusterIP: "None" }),
      publishNotReadyAddresses: given.publishNotReadyAddresses === true,
      ports: list(given.servicePorts) as unknown as ServicePort[],
    },
    status: { loadBalancer: {} },
  };
}

export function runEndpoints({ in: input }: VectorCase): unknown {
  const given = fields(input);
  if (given.op === "newSlice") {
    const { metadata } = sliceFor(serviceOf(fields(given.service)), { addressType: "IPv4" });
    const [owner] = metadata.ownerReferences ?? [];
    const ownerReference = Object.fromEntries(
      Object.entries(owner ?? {}).filter(([key]) => key !== "uid"),
    );
    return { generateName: metadata.generateName, labels: metadata.labels, ownerReference };
  }
  const service = serviceOf(given);
  if (given.op === "endpointPorts") {
    const containers = [{ name: "c", ports: given.containerPorts }];
    const initContainers = [{ name: "s", restartPolicy: "Always", ports: given.sidecarPorts }];
    return {
      ports: endpointPortsOf(service, { spec: { containers, initContainers } } as unknown as Pod),
    };
  }
  const pod = {
    metadata: {
      namespace: "default",
      ...(given.terminating === true && { deletionTimestamp: "2026-01-01T00:00:00Z" }),
    },
    spec: {
      containers: [],
      nodeName: given.nodeName,
      hostname: given.hostname,
      subdomain: given.subdomainEqualsService === true ? "svc" : undefined,
    },
    status: {
      podIPs: (given.podIPs as string[]).map((ip) => ({ ip })),
      conditions: [{ type: "Ready", status: given.podReady === true ? "True" : "False" }],
    },
  } as unknown as Pod;
  const node = { metadata: { labels: fields(given.nodeLabels) } } as unknown as Node;
  const { addresses, conditions, nodeName, zone, hostname } = endpointOf(pod, {
    service,
    node,
    addressType: given.addressType as AddressType,
  });
  return { addresses, ...conditions, nodeName, zone, hostname };
}
