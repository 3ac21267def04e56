import { customResourceDefinition } from "#core/api/kinds/apiextensions/custom-resource-definition.ts";
import { configMap } from "#core/api/kinds/core/config-map.ts";
import { namespace as namespaceKind } from "#core/api/kinds/core/namespace.ts";
import { serviceAccount } from "#core/api/kinds/core/service-account.ts";
import { allKinds, kindByResource } from "#core/api/registry.ts";
import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import { StatusError } from "#core/api/status.ts";
import { admissionPlugins } from "#core/apiserver/admission/index.ts";
import { ApiServer } from "#core/apiserver/api-server.ts";
import { cloneState } from "#core/base/clone.ts";
import { parseTime } from "#core/base/time.ts";
import { createClient, type Client } from "#core/client/client.ts";
import { ControllerManager } from "#core/client/controller-manager.ts";
import { EventRecorders } from "#core/client/event-recorders.ts";
import { WatchHub } from "#core/client/watch-hub.ts";
import { customResourceDefinitionController } from "#core/controllers/custom-resource-definition.ts";
import { createSystemObjects } from "#core/cluster/bootstrap.ts";
import { Simulation } from "#core/sim/simulation.ts";
import { TraceLog } from "#core/sim/trace.ts";
import { Store } from "#core/store/store.ts";
import { SERVER_VERSION } from "#core/api/server-version.ts";
import { apiRequestOf, type HttpRequest } from "#hosts/gateway/http-request.ts";
import { negotiate, partialOf, type Form } from "#hosts/gateway/media.ts";

const MASTER = { name: "kubernetes-admin", groups: ["system:masters"] };
const NO_GROUP: ApiResponse = { code: 404, body: "404 page not found\n", warnings: [] };

let freshState:
  { readonly store: Store["state"]; readonly services: ApiServer["services"]["state"] } | undefined;

/** A fresh control plane whose controllers stand still, spoken to as over HTTP. */
export class RecordedServer {
  private readonly server: ApiServer;
  private readonly client: Client;
  private readonly trace = new TraceLog();
  private readonly simulation: Simulation;
  private readonly store: Store;
  private hub: WatchHub | undefined;

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
      trace: this.trace,
      kinds: allKinds(),
      admission: admissionPlugins,
      onChange: (change) => this.hub?.publish(change),
      readLogs: () => ({ code: 200, body: "", warnings: [] }),
    });
    this.client = createClient({
      handler: (request) => this.server.handle(request),
      user: MASTER,
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

  /** Grows with every write. */
  get revision(): number {
    return this.store.state.revision;
  }

  /** Answers one request; the recorded requests followed each other within a second. */
  send(request: HttpRequest): ApiResponse {
    this.simulation.runUntil(this.simulation.now + 1);
    if (request.path === "/version") return { code: 200, body: SERVER_VERSION, warnings: [] };
    const read = readRequest(request);
    if (read && "code" in read) return read;
    if (!read) return NO_GROUP;
    const { asked, form } = read;
    const isKnownGroup =
      allKinds().some(({ group, version }) => group === asked.group && version === asked.version) ||
      this.client.list(customResourceDefinition).some(({ spec }) => spec.group === asked.group);
    const answer = this.server.handle(asked);
    // Who may not ask is told so even of a group that does not exist.
    if (!isKnownGroup && answer.code !== 403) return NO_GROUP;
    return form.as === "partial" ? { ...answer, body: partialOf(answer.body) } : answer;
  }

  /** Lets time pass, for the server's own controllers to work in. */
  wait(durationMs: number): void {
    this.simulation.runUntil(this.simulation.now + durationMs);
  }

  /** Starts the controllers that are part of the API server itself. */
  startOwnControllers(): void {
    const { simulation } = this;
    this.hub = new WatchHub(simulation);
    const clientFor = (agent: string) =>
      createClient({ handler: (request) => this.server.handle(request), user: MASTER, agent });
    const recorders = new EventRecorders({ simulation, clientFor });
    new ControllerManager({
      simulation,
      trace: this.trace,
      hub: this.hub,
      controllers: [customResourceDefinitionController],
      clientFor,
      recorderFor: (agent) => recorders.recorderFor(agent),
    }).start();
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

/** The request, or the refusal of what cannot be read. */
function readRequest(
  request: HttpRequest,
): { readonly asked: ApiRequest; readonly form: Form } | ApiResponse | undefined {
  try {
    const asked = apiRequestOf(request);
    return asked && { asked, form: negotiate(request.accept ?? "", asked.verb) };
  } catch (error) {
    if (error instanceof StatusError) return { code: error.code, body: error.status, warnings: [] };
    throw error;
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
