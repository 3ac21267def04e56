import { expect } from "vitest";
import { allKinds } from "#core/api/registry.ts";
import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { Change } from "#core/client/changes.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import { ApiServer } from "../api-server.ts";

const USER = { name: "kubernetes-admin", groups: ["system:masters"] };
const PLACES = {
  configmaps: { group: "", version: "v1", kind: "ConfigMap" },
  deployments: { group: "apps", version: "v1", kind: "Deployment" },
  events: { group: "", version: "v1", kind: "Event" },
  leases: { group: "coordination.k8s.io", version: "v1", kind: "Lease" },
  namespaces: { group: "", version: "v1", kind: "Namespace" },
  pods: { group: "", version: "v1", kind: "Pod" },
  services: { group: "", version: "v1", kind: "Service" },
} as const;

type Resource = keyof typeof PLACES;
type Parts = Partial<Omit<ApiRequest, "resource">>;

/** A server with an empty store, and requests to it in few words. */
export class Yard {
  readonly simulation = new Simulation({ seed: 1, startEpochMs: 1_767_603_600_000 });
  readonly store = new Store({ hashesBodies: false });
  readonly trace = new TraceLog();
  readonly changes: Change[] = [];
  readonly server = new ApiServer({
    simulation: this.simulation,
    store: this.store,
    trace: this.trace,
    kinds: allKinds(),
    admission: [],
    onChange: (change) => this.changes.push(change),
    readLogs: () => ({ code: 200, body: "hello\n", warnings: [] }),
  });

  request(verb: ApiRequest["verb"], resource: Resource, parts: Parts = {}): ApiRequest {
    const { group, version } = PLACES[resource];
    const namespace = resource === "namespaces" ? "" : "default";
    return {
      verb,
      group,
      version,
      resource,
      subresource: "",
      namespace,
      name: "",
      options: {},
      user: USER,
      agent: "kubectl",
      ...parts,
    };
  }

  ask(verb: ApiRequest["verb"], resource: Resource, parts: Parts = {}): ApiResponse {
    return this.server.handle(this.request(verb, resource, parts));
  }

  create(
    resource: Resource,
    object: Readonly<Record<string, unknown>>,
    parts: Parts = {},
  ): KubeObject {
    const { group, version, kind } = PLACES[resource];
    const body = { apiVersion: group === "" ? version : `${group}/${version}`, kind, ...object };
    const response = this.ask("create", resource, { body, ...parts });
    expect(response.body).toMatchObject({ kind });
    return response.body as KubeObject;
  }

  message(response: ApiResponse): string {
    return `${response.code} ${(response.body as { readonly message?: string }).message ?? ""}`;
  }
}

export const containers = [{ name: "c", image: "nginx" }];
export const template = { metadata: { labels: { app: "web" } }, spec: { containers } };
export const deploymentSpec = { replicas: 2, selector: { matchLabels: { app: "web" } }, template };
