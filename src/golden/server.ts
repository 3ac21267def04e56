import { configMap } from "#core/api/kinds/core/config-map.ts";
import { namespace as namespaceKind } from "#core/api/kinds/core/namespace.ts";
import { serviceAccount } from "#core/api/kinds/core/service-account.ts";
import { allKinds, kindByResource } from "#core/api/registry.ts";
import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import { admissionPlugins } from "#core/apiserver/admission/index.ts";
import { ApiServer } from "#core/apiserver/api-server.ts";
import { cloneState } from "#core/base/clone.ts";
import { parseTime } from "#core/base/time.ts";
import { createClient, type Client } from "#core/client/client.ts";
import { createSystemObjects } from "#core/cluster/bootstrap.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import { apiRequestOf, type HttpRequest } from "./http-request.ts";

const NO_GROUP: ApiResponse = { code: 404, body: "404 page not found\n", warnings: [] };

let freshState:
  { readonly store: Store["state"]; readonly services: ApiServer["services"]["state"] } | undefined;

/** A fresh control plane whose controllers stand still, spoken to as over HTTP. */
export class RecordedServer {
  private readonly server: ApiServer;
  private readonly client: Client;
  private readonly simulation: Simulation;
  private readonly store: Store;

  /** Holds what a fresh cluster holds, and the further namespaces named. */
  constructor(namespaces: readonly string[] = []) {
    this.simulation = new Simulation({
      seed: freshState ? 2 : 1,
      startEpochMs: parseTime("2026-01-05T09:00:00Z") ?? 0,
    });
    const store = new Store({ hashesBodies: false });
    this.store = store;
    this.server = new ApiServer({
      simulation: this.simulation,
      store,
      trace: new TraceLog(),
      kinds: allKinds(),
      admission: admissionPlugins,
      onChange() {},
      readLogs: () => ({ code: 200, body: "", warnings: [] }),
    });
    const user = { name: "kubernetes-admin", groups: ["system:masters"] };
    this.client = createClient({
      handler: (request) => this.server.handle(request),
      user,
      agent: "unknown",
    });
    this.fill();
    for (const name of namespaces) this.ensureNamespace(name);
  }

  /** A fresh cluster is made once; every further server begins with a copy. */
  private fill(): void {
    const { store, server } = this;
    if (freshState) {
      store.state = store.copyState(freshState.store);
      server.services.state = cloneState(freshState.services);
      return;
    }
    createSystemObjects(this.client);
    for (const { metadata } of this.client.list(namespaceKind))
      this.fillNamespace(metadata.name ?? "");
    freshState = {
      store: store.copyState(store.state),
      services: cloneState(server.services.state),
    };
  }

  /** Answers one request; the recorded requests followed each other within a second. */
  send(request: HttpRequest): ApiResponse {
    this.simulation.runUntil(this.simulation.now + 1);
    const asked = apiRequestOf(request);
    if (!asked) return NO_GROUP;
    const isKnownGroup = allKinds().some(
      ({ group, version }) => group === asked.group && version === asked.version,
    );
    const answer = this.server.handle(asked);
    // Who may not ask is told so even of a group that does not exist.
    return isKnownGroup || answer.code === 403 ? answer : NO_GROUP;
  }

  /** Creates a namespace as its controllers would leave it, unless it is there. */
  ensureNamespace(name: string): void {
    if (
      name === "" ||
      this.client.list(namespaceKind).some(({ metadata }) => metadata.name === name)
    )
      return;
    this.client.create(namespaceKind, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
    this.fillNamespace(name);
  }

  private fillNamespace(namespace: string): void {
    this.client.create(serviceAccount, {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "default", namespace },
    });
    this.client.create(configMap, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "kube-root-ca.crt", namespace },
    });
  }
}

/** `apps/v1 statefulsets` when no kind answers for this request yet. */
export function missingKindOf(
  request: Pick<ApiRequest, "group" | "version" | "resource"> | undefined,
): string | undefined {
  if (!request || kindByResource(request.group, request.version, request.resource))
    return undefined;
  return `${request.group === "" ? "" : `${request.group}/`}${request.version} ${request.resource}`;
}
