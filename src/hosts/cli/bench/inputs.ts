import type { ApiRequest } from "#core/api/request.ts";
import type { ClusterInput } from "#core/cluster/cluster-input.ts";

/** The request by which somebody creates a Deployment in the namespace `default`. */
export function createDeployment(
  name: string,
  { replicas, podSpec }: { readonly replicas: number; readonly podSpec: object },
): ClusterInput {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: podSpec };
  const body = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: { replicas, selector: { matchLabels: labels }, template },
  };
  const request: Omit<ApiRequest, "user" | "table"> = {
    verb: "create",
    group: "apps",
    version: "v1",
    resource: "deployments",
    subresource: "",
    namespace: "default",
    name: "",
    options: { fieldValidation: "Strict" },
    agent: "kubectl",
    body,
  };
  return { type: "request", request };
}
