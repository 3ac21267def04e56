import type { ApiRequest } from "#core/api/request.ts";
import { Cluster } from "../cluster.ts";
import type { ClusterInput } from "../cluster-input.ts";
import type { ClusterOptions, ClusterShape } from "../options.ts";

/** The cluster most tests run on: one control plane, three workers, nothing else, whole objects in the hash. */
export const SHAPE: ClusterShape = {
  controlPlanes: 1,
  workers: 3,
  etcdMembers: 1,
  workerCpu: "2",
  workerMemory: "4Gi",
  startTime: "2026-03-02T09:00:00Z",
  preset: "empty",
};

/** A booted cluster. */
export function bootedCluster(options: Partial<ClusterOptions> = {}): Cluster {
  const cluster = new Cluster({ seed: 1, spec: SHAPE, warmupMs: 20_000, hashBodies: true, ...options });
  cluster.boot();
  return cluster;
}

type Target = Partial<Pick<ApiRequest, "group" | "version" | "namespace" | "name" | "subresource" | "options">>;

const TARGETS: Readonly<Record<string, Target>> = {
  daemonsets: { group: "apps", namespace: "default" },
  deployments: { group: "apps", namespace: "default" },
  nodes: {},
  pods: { namespace: "default" },
  services: { namespace: "default" },
  statefulsets: { group: "apps", namespace: "default" },
};

function request(verb: ApiRequest["verb"], resource: string, rest: Partial<ApiRequest>): ClusterInput {
  return {
    type: "request",
    request: {
      verb,
      group: "",
      version: "v1",
      resource,
      subresource: "",
      namespace: "",
      name: "",
      options: {},
      agent: "kubectl",
      ...TARGETS[resource],
      ...rest,
    },
  };
}

/** `kubectl create` of a Deployment of web servers that ask for little. */
export function createDeployment(name: string, { replicas = 3, image = "nginx:1.26", cpu = "100m", spec = {} }: { replicas?: number; image?: string; cpu?: string; spec?: object } = {}): ClusterInput {
  const labels = { app: name };
  const container = { name: "web", image, ports: [{ containerPort: 80 }], resources: { requests: { cpu, memory: "32Mi" } } };
  const template = { metadata: { labels }, spec: { containers: [container], terminationGracePeriodSeconds: 5 } };
  const body = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name }, spec: { replicas, selector: { matchLabels: labels }, template, ...spec } };
  return request("create", "deployments", { body });
}

/** A Service before the pods of a Deployment. */
export function createService(name: string): ClusterInput {
  const body = { apiVersion: "v1", kind: "Service", metadata: { name }, spec: { selector: { app: name }, ports: [{ port: 80 }] } };
  return request("create", "services", { body });
}

/** A strategic merge patch. */
export function patch(resource: string, name: string, body: object): ClusterInput {
  return request("patch", resource, { name, body, patchType: "strategic" });
}

export function scale(name: string, replicas: number): ClusterInput {
  return patch("deployments", name, { spec: { replicas } });
}

export function setImage(name: string, image: string): ClusterInput {
  return patch("deployments", name, { spec: { template: { spec: { containers: [{ name: "web", image }] } } } });
}

export function remove(resource: string, name: string): ClusterInput {
  return request("delete", resource, { name });
}

export function fault(name: string, target: string, { on }: { on: boolean }): ClusterInput {
  return { type: "fault", name, target, on };
}
